// 批量核对的页面：收下名单，交给后台线程比对，显示结果。名单只在本页的内存里：不上传，不保存，不进网址。
(function () {
  'use strict';
  var doc = document, match = self.gongshi.match, sheets = self.gongshi.sheets, checked = self.gongshi.checked;
  var place = doc.getElementById('check');
  function at(id) { return doc.getElementById(id); }
  var root = place.getAttribute('data-root'), box = at('lines'), status = at('said'), bar = at('bar'), run = at('run');
  var file = at('file'), columns = at('columns'), column = at('column'), header = at('header'), preview = at('preview'), only = at('only');
  var table = new checked.Table(at('rows'), at('more'), at('shown'), root);
  var rows = [], offset = 0, result = null, worker = null, matcher = null, names = null;

  function say(text) { status.textContent = text; }
  function busy(on) {
    run.disabled = on;
    place.setAttribute('aria-busy', on ? 'true' : 'false');
    bar.hidden = !on;
    bar.value = 0;
  }
  function progress(done, total) {
    bar.max = total;
    bar.value = done || 0;
  }

  // ---- 文件 ----
  function cellOf(row, index) { return (row[index] || '').replace(/[\r\n]+/g, ' ').trim(); }
  function fill() {
    var index = +column.value, skip = header.checked ? 1 : 0, found = rows.slice(skip).map(function (row) { return cellOf(row, index); });
    while (found.length && !found[found.length - 1]) { found.pop(); }
    offset = skip;
    box.value = found.join('\n');
    say(found.length > match.LIMIT ? tooMany(found.length) : '读到 ' + checked.number(found.length) + ' 行，点“核对”开始。');
  }
  function letter(index) { return (index > 25 ? String.fromCharCode(64 + Math.floor(index / 26)) : '') + String.fromCharCode(65 + index % 26); }
  function show() {
    preview.textContent = '';
    rows.slice(0, 4).forEach(function (row, n) {
      var tr = preview.insertRow(), head = tr.appendChild(doc.createElement('th'));
      head.scope = 'row';
      head.textContent = n + 1;
      for (var i = 0; i < column.options.length; i++) {
        var td = tr.insertCell();
        td.textContent = cellOf(row, i);
        td.className = i === +column.value ? 'on' : '';
      }
    });
  }
  function choose(found) {
    var guess = sheets.guess(found), first = found.filter(function (row) { return row.length; })[0] || [];
    rows = found;
    column.textContent = '';
    for (var i = 0; i < Math.min(guess.width, 200); i++) {
      var option = column.appendChild(doc.createElement('option')), title = cellOf(first, i);
      option.value = i;
      option.textContent = letter(i) + ' 列' + (title ? '：' + title.slice(0, 20) : '');
    }
    column.value = Math.min(guess.column, 199);
    header.checked = sheets.headed(found, guess.column);
    columns.hidden = guess.width < 2 && !header.checked;
    show();
    fill();
  }
  async function take(chosen) {
    say('正在读取“' + chosen.name + '”，请稍候。');
    columns.hidden = true;
    try {
      var found = await sheets.read(chosen, root);
      if (found.some(function (row) { return row.some(function (cell) { return cell.trim(); }); })) { choose(found); } else { say('这个文件里没有文字。'); }
    } catch (e) { say(e.said || '这个文件读不了。请另存为 xlsx 或者 csv，再选一次。'); }
  }

  // ---- 核对 ----
  function tooMany(n) { return '有 ' + (n > match.LIMIT + 1 ? '超过 ' : '') + checked.number(Math.min(n, match.LIMIT + 1)) + ' 行，一次最多核对 10,000 行。没有开始核对，请分几次。'; }
  function failed() {
    busy(false);
    say('数据没有读取成功，请检查网络后重试。没有核对，不代表没有记录。');
  }
  function list() {
    table.show(result, only.value);
    at('part').textContent = only.options[only.selectedIndex].textContent;
  }
  function finish(lines, answers, lists) {
    result = { lines: lines, answers: answers, lists: lists, offset: offset };
    var sum = checked.summary(result);
    busy(false);
    say('核对完毕，结果在下面。');
    at('sum').textContent = sum.text;
    at('totals').textContent = checked.totals(result);
    at('when').textContent = new Date().toLocaleString('zh-CN');
    Array.prototype.forEach.call(only.options, function (option) {
      var n = option.value === 'unread' ? sum.counts.unread + sum.counts.blank : option.value ? sum.counts[option.value] : answers.length;
      option.textContent = option.getAttribute('data-l') + '（' + checked.number(n) + '）';
    });
    only.value = '';
    list();
    at('answer').hidden = false;
    at('answer-title').focus();
  }

  // 没有后台线程时（例如从文件夹打开）就在页面里一小批一小批地做
  function here(lines) {
    if (matcher) {
      match.drive(matcher.check(lines), 30, function (done) { progress(done, lines.length); }, function (answers) { finish(lines, answers, names.lists); });
      return;
    }
    if (names) { match.drive(match.Matcher.build(names), 30, function () {}, function (built) { matcher = built; here(lines); }); return; }
    self.gongshiNames = function (data) { names = data; here(lines); };
    var script = doc.createElement('script');
    script.src = root + 'assets/names.js';
    script.onerror = function () { doc.head.removeChild(script); failed(); };
    doc.head.appendChild(script);
  }
  function start() {
    if (worker || location.protocol === 'file:' || !self.Worker) { return worker; }
    try { worker = new Worker(root + 'assets/check-worker.js'); } catch (e) { worker = null; }
    return worker;
  }
  function check() {
    var lines = self.gongshi.lines.split(box.value);
    if (!lines.length) { say('还没有名单：请先粘贴，或者选一个文件。'); box.focus(); return; }
    if (lines.length > match.LIMIT) { say(tooMany(lines.length)); return; }
    at('answer').hidden = true;
    busy(true);
    progress(0, lines.length);
    say('正在核对 ' + checked.number(lines.length) + ' 行。');
    if (!start()) { here(lines); return; }
    worker.onmessage = function (event) {
      var told = event.data;
      if (told.failed) { worker.terminate(); worker = null; here(lines); }
      else if (told.answers) { finish(lines, told.answers, told.lists); }
      else { progress(told.done, lines.length); }
    };
    worker.onerror = function (event) { event.preventDefault(); worker = null; here(lines); };
    worker.postMessage(lines);
  }
  function clear() {
    box.value = '';
    file.value = '';
    rows = [];
    offset = 0;
    result = null;
    columns.hidden = true;
    at('answer').hidden = true;
    say('');
    box.focus();
  }
  function notes() { return Array.prototype.map.call(doc.querySelectorAll('[data-note]'), function (node) { return node.textContent.replace(/\s+/g, ' ').trim(); }); }

  box.addEventListener('input', function () { offset = 0; columns.hidden = true; });
  file.addEventListener('change', function () { if (file.files[0]) { take(file.files[0]); } });
  column.addEventListener('change', function () { header.checked = sheets.headed(rows, +column.value); show(); fill(); });
  header.addEventListener('change', fill);
  run.addEventListener('click', check);
  at('clear').addEventListener('click', clear);
  only.addEventListener('change', list);
  at('more').addEventListener('click', function () { table.next(); });
  at('save').addEventListener('click', function () { checked.save(result, notes()); });
  window.addEventListener('beforeprint', function () { table.whole(); });
  // 整页都接住拖来的文件：松手偏了一点，浏览器也不会把文件打开、把页面顶掉
  doc.addEventListener('dragover', function (event) { event.preventDefault(); place.classList.add('over'); });
  doc.addEventListener('dragleave', function () { place.classList.remove('over'); });
  doc.addEventListener('drop', function (event) {
    event.preventDefault();
    place.classList.remove('over');
    if (event.dataTransfer.files[0]) { take(event.dataTransfer.files[0]); }
  });
})();
