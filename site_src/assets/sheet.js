// 查询结果单：按网址里的条件再查一次，写明查了什么、哪一天、哪个版本、结果如何；二维码扫开就是同一次查询。
(function () {
  'use strict';
  var doc = document, MOST = 200, sheet = doc.getElementById('sheet'), said = new URLSearchParams(location.search);
  var q = (said.get('q') || '').trim(), root = sheet.getAttribute('data-root'), own = ['q', 'list', 'sort', 'elder', 'n'];
  if (!window.gongshi.normalise(q)) { return; }

  function make(tag, className, text) {
    var node = doc.createElement(tag);
    if (className) { node.className = className; }
    node.textContent = text;
    return node;
  }
  function put(id, text) { doc.getElementById(id).textContent = text; }
  function two(n) { return (n < 10 ? '0' : '') + n; }
  function now() {
    var d = new Date();
    return d.getFullYear() + '年' + (d.getMonth() + 1) + '月' + d.getDate() + '日 ' + two(d.getHours()) + ':' + two(d.getMinutes());
  }
  function filters() {
    var found = {};
    said.forEach(function (value, name) { if (own.indexOf(name) < 0) { (found[name] = found[name] || []).push(value); } });
    return found;
  }
  // 从公开的网址重新查：二维码和页脚都写完整的查询
  function code() {
    var link = doc.querySelector('link[rel=canonical]').href + '?' + said.toString();
    var made = window.qrcode(0, 'M');
    window.qrcode.stringToBytes = window.qrcode.stringToBytesFuncs['UTF-8'];
    made.addData(link);
    made.make();
    var image = doc.querySelector('.g-qr img'), line = doc.querySelector('.g-ver p');
    if (image) { image.src = made.createDataURL(3, 6); image.alt = '本次查询的二维码'; }
    if (line) { line.lastChild.textContent = ' ' + link; }
  }
  function line(hit) {
    var li = doc.createElement('li'), link = li.appendChild(make('a', '', hit.title));
    link.href = root + hit.href;
    var facts = hit.kind === 'entity' ? ['机构', hit.code, hit.count + ' 条公示信息'].concat(hit.aliases.length ? '又名：' + hit.aliases.join('、') : [])
      : [hit.list].concat(hit.facts.map(function (fact) { return fact[0] + '：' + fact[1]; }), hit.mark || []);
    li.appendChild(make('p', 'g-sub', facts.join('；')));
    return li;
  }
  function where(answer, list) {
    var found = answer.head.lists.filter(function (item) { return item.id === list; })[0];
    return found ? '（只查「' + found.title + '」）' : '';
  }
  function sentence(answer, list) {
    var all = answer.entities + answer.records;
    if (answer.short) { return '查询内容只有一个字，查出来的太多，没有列出。请至少输两个字。'; }
    if (!answer.hits.length) { return '在下列清单' + where(answer, list) + '里没有找到“' + q + '”。'; }
    var rest = all > answer.hits.length || answer.left ? '，以下列出前 ' + answer.hits.length + ' 项' : '，全部列在下面';
    var about = answer.sure ? '' : answer.more ? '超过 ' : '约 ';
    return '在下列清单' + where(answer, list) + '里找到 ' + (list ? '' : about + answer.entities + ' 个机构、') + about + answer.records + ' 条记录' + rest + '。';
  }

  sheet.hidden = false;
  doc.getElementById('about-sheet').hidden = true;
  var chosen = filters(), list = said.get('list') || '';
  put('sheet-q', q + Object.keys(chosen).map(function (name) { return '；' + chosen[name].join('、'); }).join(''));
  put('sheet-time', now());
  doc.getElementById('sheet-back').href = (list && Object.keys(chosen).length ? list + '/index.html' : 'search.html') + '?' + said.toString();
  code();
  var ask = window.gongshi.door(root);
  var asked = { q: q, list: list, filters: chosen, sort: list ? said.get('sort') || '' : '', size: MOST, settle: MOST };
  // 没有查完的接着查，查完才能说没有
  function whole() {
    return ask(asked).then(function (answer) { return answer.left && !answer.hits.length ? whole() : answer; });
  }
  whole().then(function (answer) {
    put('sheet-said', sentence(answer, list));
    answer.hits.forEach(function (hit) { doc.getElementById('sheet-hits').appendChild(line(hit)); });
  }).catch(function () {
    put('sheet-said', '数据没有读取成功，这张单子不能说明有没有记录。请检查网络后刷新，或者打电话查询。');
  });
})();
