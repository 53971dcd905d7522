// 批量核对的结果：合计、表格、下载和打印。内容一律按文字写入，不当网页代码。
(function () {
  'use strict';
  var doc = document, PAGE = 200;
  var STATES = { found: '找到', near: '相近（请人工核对）', none: '没有找到', unread: '无法识别', blank: '空行' };
  var LABELS = ['行号', '输入', '结果', '机构名称', '统一社会信用代码', '各清单条数'];

  function make(tag, text, className) {
    var node = doc.createElement(tag);
    if (text !== undefined) { node.textContent = text; }
    if (className) { node.className = className; }
    return node;
  }
  function number(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, ','); }
  function two(n) { return (n < 10 ? '0' : '') + n; }
  function today() { var now = new Date(); return now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate()); }

  function counts(hit) {
    var found = [];
    for (var i = 0; i < hit.counts.length; i += 2) { found.push([hit.counts[i], hit.counts[i + 1]]); }
    (hit.links || []).forEach(function (link) {
      var same = found.filter(function (pair) { return pair[0] === link[0]; })[0];
      if (same) { same[1]++; } else { found.push([link[0], 1]); }
    });
    return found;
  }

  // 一行输入可能对应几家机构：表里一家一行
  function flat(result) {
    var rows = [];
    result.answers.forEach(function (answer, i) {
      var line = { number: i + 1 + result.offset, text: result.lines[i], state: answer.state, note: answer.note };
      if (answer.more) { line.note += (line.note ? '；' : '') + '另有 ' + number(answer.more) + ' 家也相近，请填全称'; }
      (answer.hits.length ? answer.hits : [null]).forEach(function (hit) { rows.push({ line: line, hit: hit }); });
    });
    return rows;
  }
  function remark(row) { return [row.hit && row.hit.why, row.line.note].filter(Boolean).join('；'); }
  function said(hit, lists) { return hit ? counts(hit).map(function (pair) { return lists[pair[0]].title + ' ' + pair[1]; }).join('、') : ''; }

  function summary(result) {
    var n = { found: 0, near: 0, none: 0, unread: 0, blank: 0 };
    result.answers.forEach(function (answer) { n[answer.state]++; });
    var rest = ['unread', 'blank'].filter(function (state) { return n[state]; }).map(function (state) { return '、' + STATES[state] + ' ' + number(n[state]); }).join('');
    return { counts: n, text: '核对 ' + number(result.answers.length) + ' 行：找到 ' + number(n.found) + '、相近 ' + number(n.near) + '、没有找到 ' + number(n.none) + rest + '。' };
  }
  // 同一家机构写了两次，条数只算一次；相近的不算
  function totals(result) {
    var seen = new Set(), sums = new Map();
    result.answers.forEach(function (answer) {
      if (answer.state !== 'found') { return; }
      answer.hits.forEach(function (hit) {
        var key = hit.code || hit.name;
        if (!seen.has(key)) { seen.add(key); counts(hit).forEach(function (pair) { sums.set(pair[0], (sums.get(pair[0]) || 0) + pair[1]); }); }
      });
    });
    if (!seen.size) { return ''; }
    return '找到的 ' + number(seen.size) + ' 家共有：' + Array.from(sums.keys()).sort(function (a, b) { return a - b; }).map(function (list) {
      return result.lists[list].title + ' ' + number(sums.get(list)) + ' ' + result.lists[list].unit;
    }).join('、') + '。';
  }

  // 表格软件会把 = + - @ 开头的格子当公式执行（别人的名单里可能藏着），会把长数字改成科学计数法：前面加一个撇号，它就只当文字
  function safe(text) {
    var plain = /^[=+\-@\t\r]/.test(text) || /^\d{12,}$/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(plain) ? '"' + plain.replace(/"/g, '""') + '"' : plain;
  }
  function csv(result, notes) {
    var lines = [LABELS.slice(0, 3).concat('说明', LABELS.slice(3))].concat(flat(result).map(function (row) {
      var hit = row.hit;
      return [String(row.line.number), row.line.text, STATES[row.line.state], remark(row), hit ? hit.name : '', hit ? hit.code : '', said(hit, result.lists)];
    }), [[]], notes.map(function (note) { return ['说明', note]; }));
    return '\ufeff' + lines.map(function (line) { return line.map(safe).join(','); }).join('\r\n') + '\r\n';
  }
  function save(result, notes) {
    var link = make('a'), address = URL.createObjectURL(new Blob([csv(result, notes)], { type: 'text/csv;charset=utf-8' }));
    link.href = address;
    link.download = '批量核对结果_' + today() + '.csv';
    doc.body.appendChild(link);
    link.click();
    doc.body.removeChild(link);
    setTimeout(function () { URL.revokeObjectURL(address); }, 60000);
  }

  // ---- 表格 ----
  function code(text) {
    var node = make('span', undefined, 'g-uscc');
    [text.slice(0, 2), text.slice(2, 8), text.slice(8, 17), text.slice(17)].forEach(function (part) { node.appendChild(make('span', part)); });
    return node;
  }
  function cell(tr, tag, label, content, className) {
    var node = tr.appendChild(make(tag, undefined, className));
    node.setAttribute('data-l', label);
    node.setAttribute('role', tag === 'th' ? 'rowheader' : 'cell');
    if (tag === 'th') { node.scope = 'row'; }
    [].concat(content).forEach(function (part) { node.appendChild(typeof part === 'string' ? doc.createTextNode(part) : part); });
    return node;
  }
  function link(text, href) { var node = make('a', text); node.href = href; return node; }
  function records(hit, result, root) {
    if (!hit.links) { return said(hit, result.lists); }
    return hit.links.map(function (item) { return link(result.lists[item[0]].title, root + item[1]); });
  }
  function line(row, result, root) {
    var tr = make('tr'), hit = row.hit, note = remark(row), none = hit ? '' : 'g-none';
    tr.setAttribute('role', 'row');
    cell(tr, 'td', '行号', String(row.line.number), 'g-no');
    cell(tr, 'th', '输入', row.line.text.trim() || '（空行）');
    cell(tr, 'td', '结果', [make('span', STATES[row.line.state], 'g-tag' + (row.line.state === 'found' ? '' : row.line.state === 'near' ? ' g-mark' : ' g-off'))]
      .concat(note ? make('span', note, 'g-why') : []));
    cell(tr, 'td', '机构', hit ? (hit.href ? link(hit.name, root + hit.href) : hit.name) : '—', none);
    cell(tr, 'td', '代码', hit && hit.code ? code(hit.code) : '—', hit && hit.code ? '' : 'g-none');
    cell(tr, 'td', '条数', hit ? records(hit, result, root) : '—', none);
    return tr;
  }

  function Table(body, more, count, root) {
    this.body = body;
    this.more = more;
    this.count = count;
    this.root = root;
    this.rows = [];
    this.shown = 0;
  }
  Table.prototype.show = function (result, state) {
    this.result = result;
    this.rows = flat(result).filter(function (row) { return !state || row.line.state === state || (state === 'unread' && row.line.state === 'blank'); });
    this.shown = 0;
    this.body.textContent = '';
    this.extend(PAGE);
  };
  Table.prototype.extend = function (by) {
    var part = doc.createDocumentFragment(), end = Math.min(this.rows.length, this.shown + by);
    for (; this.shown < end; this.shown++) { part.appendChild(line(this.rows[this.shown], this.result, this.root)); }
    this.body.appendChild(part);
    this.more.hidden = this.shown >= this.rows.length;
    this.count.textContent = '表中 ' + number(this.rows.length) + ' 行' + (this.more.hidden ? '' : '，先显示前 ' + number(this.shown) + ' 行');
  };
  Table.prototype.next = function () {
    var first = this.shown;
    this.extend(PAGE);
    if (this.body.rows[first]) { this.body.rows[first].tabIndex = -1; this.body.rows[first].focus(); }
  };
  Table.prototype.whole = function () { if (this.result) { this.extend(Infinity); } };

  self.gongshi.checked = { STATES: STATES, Table: Table, summary: summary, totals: totals, csv: csv, save: save, number: number };
})();
