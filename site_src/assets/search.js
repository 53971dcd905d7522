// 站内搜索：在浏览器里逐条比对，不漏不多。数据在 search-data.js，第一次用到时才加载，断网和本地打开也能用。
(function () {
  'use strict';
  var doc = document, PAGE = 20, FIELD = '\n', RECORD = '\u0001';
  var marks;
  try { marks = new RegExp('[\\p{P}\\p{Z}\\p{S}\\p{Cc}\\p{Cf}]', 'gu'); } catch (e) {
    // 很旧的浏览器不认识 \p：用范围代替。数据和查询用同一规则，所以仍然不漏。
    marks = /[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02df\u2000-\u206f\u20a0-\u20bf\u2190-\u2bff\u2e00-\u2e5d\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\ufe10-\ufe1f\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/g;
  }

  function fold(text) { return text.normalize('NFKC').toLowerCase(); }
  function normalise(text) { return fold(text).replace(marks, ''); }
  // 多个字段一次规范化：字段和记录的分界符留着，词就不会跨过分界。
  function normaliseAll(text) {
    return fold(text).replace(marks, function (c) { return c === FIELD || c === RECORD ? c : ''; });
  }

  // ---- 索引：所有文字连成一串，starts[i] 是第 i 条的开头 ----
  function Index(texts) {
    var clean = texts.map(function (t) { return t.indexOf(RECORD) < 0 ? t : t.split(RECORD).join(''); });
    this.text = normaliseAll(clean.join(RECORD) + RECORD);
    this.starts = [0];
    for (var at = this.text.indexOf(RECORD); at >= 0; at = this.text.indexOf(RECORD, at + 1)) { this.starts.push(at + 1); }
    this.size = texts.length;
  }
  Index.prototype.of = function (i) { return this.text.slice(this.starts[i], this.starts[i + 1] - 1); };
  Index.prototype.at = function (position) {
    var low = 0, high = this.size;
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (this.starts[middle] <= position) { low = middle; } else { high = middle; }
    }
    return low;
  };
  Index.prototype.find = function (term) {
    var found = [], at = term ? this.text.indexOf(term) : -1;
    while (at >= 0) {
      var i = this.at(at);
      found.push(i);
      at = this.text.indexOf(term, this.starts[i + 1]);
    }
    return found;
  };
  Index.prototype.findAll = function (terms) {
    var self = this;
    return this.find(terms[0]).filter(function (i) {
      var own = self.of(i);
      return terms.every(function (term) { return own.indexOf(term) >= 0; });
    });
  };
  Index.prototype.equal = function (i, whole) { return this.of(i).split(FIELD).indexOf(whole) >= 0; };

  // ---- 引擎：给出查询，返回整词相连的结果和其余含全部词的结果 ----
  function Engine(data) {
    var e = data.entities, r = data.records;
    this.data = data;
    this.entities = new Index(e.n.map(function (name, i) { return name + FIELD + e.c[i]; }));
    // 标题由几个字段用空格连成，拆开后再比对
    this.records = new Index(r.t.map(function (title, i) { return title.split(' ').join(FIELD) + FIELD + r.x[i]; }));
  }
  Engine.prototype.search = function (query, list) {
    var whole = normalise(query), seen = {};
    var terms = query.split(/\s+/).map(normalise).filter(Boolean);
    var records = this.data.records, indexes = { entity: this.entities, record: this.records };
    function mine(kind) { return function (i) { return kind === 'entity' ? list < 0 : list < 0 || records.d[i] === list; }; }
    function run(kind, words) {
      return indexes[kind].findAll(words).filter(mine(kind)).map(function (i) { return { kind: kind, i: i }; });
    }
    function both(words) { return words.length ? run('entity', words).concat(run('record', words)) : []; }
    function key(hit) { return hit.kind + hit.i; }
    var main = both(whole ? [whole] : []), rest = [];
    if (terms.length > 1) {
      main.forEach(function (hit) { seen[key(hit)] = true; });
      rest = both(terms).filter(function (hit) { return !seen[key(hit)]; });
      if (!main.length) { main = rest; rest = []; } else { terms = [whole].concat(terms); }
    }
    return { whole: whole, terms: terms.length ? terms : [whole], main: main, rest: rest, exact: this.exact(whole, main) };
  };
  // 整个代码、整个名称或整个文号恰好只对应一页
  Engine.prototype.exact = function (whole, hits) {
    var self = this;
    function only(kind, index) {
      var same = hits.filter(function (hit) { return hit.kind === kind && index.equal(hit.i, whole); });
      return same.length === 1 ? same[0] : null;
    }
    var found = only('entity', self.entities) || (/\d/.test(whole) && whole.length > 4 ? only('record', self.records) : null);
    if (found) { found.sure = /\d/.test(whole) && whole.length > 4; }
    return found;
  };

  window.gongshi = { normalise: normalise, Engine: Engine };

  // ---- 页面 ----
  var place = doc.getElementById('results');
  if (!place) { return; }
  var form = doc.querySelector(place.hasAttribute('data-list') ? '.g-filter' : '.g-big');
  var box = form.querySelector('input[type=search]');
  var rows = doc.getElementById('rows');
  var root = place.getAttribute('data-root'), listId = place.getAttribute('data-list');
  var phone = place.getAttribute('data-phone');
  var engine = null, loading = false, composing = false, answer = null, shown = 0, open;

  function make(tag, className, text) {
    var node = doc.createElement(tag);
    if (className) { node.className = className; }
    if (text !== undefined) { node.textContent = text; }
    return node;
  }
  var count = place.appendChild(make('p', 'g-count'));
  count.setAttribute('role', 'status');
  var first = place.appendChild(make('p', 'g-first'));
  var hits = place.appendChild(make('ul', 'g-hits'));
  var more = place.appendChild(make('button', 'g-btn g-btn2', '更多'));
  more.type = 'button';

  // 标出查到的字：逐字规范化，再对回原文的位置
  function lit(text, terms, node) {
    var flat = '', from = [], chars = Array.from(text), on = [];
    chars.forEach(function (c, i) {
      var n = normalise(c);
      for (var k = 0; k < n.length; k++) { from.push(i); }
      flat += n;
    });
    terms.forEach(function (term) {
      for (var at = flat.indexOf(term); term && at >= 0; at = flat.indexOf(term, at + 1)) {
        for (var i = from[at]; i <= from[at + term.length - 1]; i++) { on[i] = true; }
      }
    });
    for (var i = 0; i < chars.length;) {
      var j = i;
      while (j < chars.length && !on[j] === !on[i]) { j++; }
      var part = chars.slice(i, j).join('');
      node.appendChild(on[i] ? make('mark', '', part) : doc.createTextNode(part));
      i = j;
    }
    return on.indexOf(true);
  }

  function snippet(fields, title, terms) {
    var shownAlready = normalise(title);
    var wanted = terms.filter(function (term) { return shownAlready.indexOf(term) < 0; });
    var field = fields.filter(function (f) {
      var n = normalise(f);
      return wanted.some(function (term) { return n.indexOf(term) >= 0; });
    })[0];
    if (!field) { return null; }
    var chars = Array.from(field), start = Math.max(0, lit(field, wanted, make('i')) - 20);
    var text = (start ? '…' : '') + chars.slice(start, start + 80).join('') + (start + 80 < chars.length ? '…' : '');
    var node = make('p');
    lit(text, wanted, node);
    return node;
  }

  function href(hit) {
    var d = engine.data, i = hit.i;
    return hit.kind === 'entity' ? root + 'entity/' + d.entities.c[i] + '.html'
      : root + d.lists[d.records.d[i]].id + '/' + d.records.s[i] + '.html';
  }

  function item(hit) {
    var d = engine.data, i = hit.i, li = make('li'), link = li.appendChild(make('a'));
    link.href = href(hit);
    var name = hit.kind === 'entity' ? d.entities.n[i] : d.records.t[i];
    lit(name, answer.terms, link);
    var about = make('p', 'g-sub');
    if (hit.kind === 'entity') {
      about.appendChild(doc.createTextNode('机构　'));
      lit(d.entities.c[i], answer.terms, about);
      about.appendChild(doc.createTextNode('　' + d.entities.k[i] + ' 条公示信息'));
    } else {
      var text = snippet(d.records.x[i].split(FIELD), name, answer.terms);
      if (text) { li.appendChild(text); }
      if (d.records.g[i]) { about.appendChild(make('span', 'g-tag', d.records.g[i])); }
      about.appendChild(doc.createTextNode((d.records.g[i] ? ' ' : '') + d.lists[d.records.d[i]].title + '　' + d.records.y[i]));
    }
    li.appendChild(about);
    return li;
  }

  function total(hitList, kind) { return hitList.filter(function (hit) { return hit.kind === kind; }).length; }

  function say() {
    var list = open(), all = answer.main.length + answer.rest.length;
    if (!all) {
      return list < 0 ? '没有找到“' + box.value.trim() + '”。可以试试：只输字号（如“福满楼”）、去掉“有限公司”、核对代码。没找到不代表没有记录，可电话查询 ' + phone + '。'
        : '没有找到。请核对全称或减少条件；没找到不代表没有记录。';
    }
    if (list < 0) {
      return '找到 ' + total(answer.main, 'entity') + ' 个机构、' + total(answer.main, 'record') + ' 条记录'
        + (answer.rest.length ? '，另有 ' + answer.rest.length + ' 个结果分别含有这几个词' : '');
    }
    var size = engine.data.records.d.filter(function (d) { return d === list; }).length;
    return '找到 ' + all + ' ' + engine.data.lists[list].unit + '（共 ' + size + ' ' + engine.data.lists[list].unit + '）';
  }

  function showMore() {
    var all = answer.main.concat(answer.rest), end = Math.min(all.length, shown + PAGE), start = shown;
    for (; shown < end; shown++) {
      if (shown && shown === answer.main.length) { hits.appendChild(make('li', 'g-rest', '以下分别含有这几个词，但不相连')); }
      hits.appendChild(item(all[shown]));
    }
    more.hidden = shown >= all.length;
    if (start && hits.children[start]) { hits.children[start].querySelector('a').focus(); }
  }

  function clear() {
    place.hidden = true;
    if (rows) { rows.hidden = false; }
  }

  function show() {
    var query = box.value.trim();
    if (!normalise(query)) { clear(); return; }
    place.hidden = false;
    if (rows) { rows.hidden = true; }
    if (!engine) { count.textContent = '正在读取数据，请稍候。'; load(); return; }
    answer = engine.search(query, open());
    shown = 0;
    hits.textContent = '';
    first.textContent = '';
    first.hidden = !answer.exact || !!listId;
    if (!first.hidden) {
      var link = first.appendChild(make('a', 'g-btn', '直接打开：'));
      link.href = href(answer.exact);
      link.appendChild(doc.createTextNode(answer.exact.kind === 'entity' ? engine.data.entities.n[answer.exact.i] : engine.data.records.t[answer.exact.i]));
    }
    count.textContent = say();
    showMore();
  }

  open = function () {
    return listId ? engine.data.lists.map(function (list) { return list.id; }).indexOf(listId) : -1;
  };

  function keep() {
    var query = box.value.trim(), address = location.pathname + (query ? '?q=' + encodeURIComponent(query) : '') + location.hash;
    try { history.replaceState({ q: query }, '', address); } catch (e) { /* 本地文件打开时有的浏览器不允许 */ }
  }

  function load() {
    if (loading || engine) { return; }
    loading = true;
    window.gongshiData = function (data) {
      engine = new Engine(data);
      var to = arrived && answerNow();
      arrived = false;
      if (to) { location.replace(to); } else { show(); }
    };
    var script = make('script');
    script.src = root + 'assets/search-data.js';
    script.onerror = function () {
      loading = false;
      doc.head.removeChild(script);
      count.textContent = '数据没有读取成功，请检查网络后重试，或者按下面的方式查找。';
      if (rows) { rows.hidden = false; }
    };
    doc.head.appendChild(script);
  }

  // 提交的是整个代码或文号，就直接打开；输入过程中从不跳转
  function answerNow() {
    if (listId) { return false; }
    var found = engine.search(box.value.trim(), -1).exact;
    if (!found || !found.sure) { return false; }
    return href(found);
  }

  function typed() { if (!composing) { keep(); show(); } }

  var asked = /[?&]q=([^&]*)/.exec(location.search);
  var arrived = false;
  if (asked) {
    try { box.value = decodeURIComponent(asked[1].replace(/\+/g, ' ')); } catch (e) { box.value = asked[1]; }
    arrived = !history.state && !listId;
  }
  box.addEventListener('focus', load);
  box.addEventListener('compositionstart', function () { composing = true; });
  box.addEventListener('compositionend', function () { composing = false; typed(); });
  box.addEventListener('input', typed);
  more.addEventListener('click', showMore);
  form.addEventListener('reset', function () { setTimeout(function () { keep(); clear(); box.focus(); }, 0); });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    keep();
    var to = engine && answerNow();
    if (to) { location.assign(to); } else { show(); }
  });
  window.addEventListener('pageshow', function () { if (box.value) { show(); } });
})();
