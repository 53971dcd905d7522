// 查找页和清单页：输入、筛选、排序、结果、下载。怎么查在 engine.js 里；查询条件都在网址里，可以收藏、刷新、后退。
(() => {
  'use strict';
  var doc = document, MORE = 20, SETTLED = 60, CHECKED = 400;
  var place = doc.getElementById('results');
  if (!place) { return; }
  var root = place.getAttribute('data-root'), listId = place.getAttribute('data-list'), phone = place.getAttribute('data-phone');
  var form = doc.querySelector(listId ? '.g-filter' : '.g-big'), box = form.querySelector('input[type=search]');
  var rows = doc.getElementById('rows'), panel = doc.getElementById('facets'), normalise = window.gongshi.normalise;
  var state = { q: '', list: listId || '', sort: '', filters: {} }, current = null, composing = false, pressed = -Infinity;

  function make(tag, className, text) {
    var node = doc.createElement(tag);
    if (className) { node.className = className; }
    if (text !== undefined) { node.textContent = text; }
    return node;
  }
  function button(className, text, act) {
    var node = make('button', className, text);
    node.type = 'button';
    node.addEventListener('click', act);
    return node;
  }
  function thousands(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, ','); }

  var count = place.appendChild(make('p', 'g-count'));
  count.setAttribute('role', 'status');
  count.tabIndex = -1;
  var first = place.appendChild(make('p', 'g-first')), chips = place.appendChild(make('ul', 'g-chips')), tools = place.appendChild(make('div', 'g-tools'));
  chips.setAttribute('aria-label', '已选条件');
  // 先机构，后记录：各是一段，各有“更多”
  function Part(kind) {
    var self = this;
    this.kind = kind;
    this.size = this.wanted = window.gongshi.sizes[kind];
    this.title = place.appendChild(make('h2', '', kind === 'entity' ? '机构' : '记录'));
    this.hits = place.appendChild(make('ul', 'g-hits'));
    this.more = place.appendChild(button('g-btn g-btn2', '更多', () => { self.next(); }));
    this.title.hidden = this.more.hidden = true;
  }
  var entities = new Part('entity'), records = new Part('record'), foot = place.appendChild(make('p', 'g-tools'));

  // ---- 网址 ----
  function fromAddress() {
    var said = new URLSearchParams(location.search);
    state.q = said.get('q') || '';
    state.sort = said.get('sort') || '';
    state.list = listId || said.get('list') || '';
    state.filters = {};
    // 网址里别的参数（例如微信加上的）不是筛选项
    said.forEach((value, name) => {
      if (panel && panel.querySelector('[data-facet="' + CSS.escape(name) + '"]')) { (state.filters[name] = state.filters[name] || []).push(value); }
    });
    box.value = state.q;
  }
  function address(base) {
    var said = new URLSearchParams();
    if (state.q.trim()) { said.set('q', state.q.trim()); }
    if (state.list && !listId) { said.set('list', state.list); }
    Object.keys(state.filters).forEach(name => { state.filters[name].forEach(value => { said.append(name, value); }); });
    if (state.sort) { said.set('sort', state.sort); }
    var text = said.toString();
    return (base || location.pathname) + (text ? '?' + text : '');
  }
  function keep(push) {
    try { history[push ? 'pushState' : 'replaceState']({}, '', address() + location.hash); } catch (e) { /* 本地文件打开时有的浏览器不允许 */ }
  }
  function filtered() { return Object.keys(state.filters).some(name => state.filters[name].length); }
  function idle() { return !normalise(state.q) && !filtered() && !state.sort; }

  // ---- 问引擎 ----
  var ask = window.gongshi.ask = window.gongshi.ask || window.gongshi.door(root);

  var timer = 0, leap = ''; // leap：提交或者带着查询来的，遇到整个代码就直接打开
  function request(kind, extra) { return window.gongshi.question(Object.assign({}, state, { sort: listId ? state.sort : '' }), kind, extra); }
  function parts() { return state.list ? [records] : [entities, records]; }
  // 两段一起问，哪一段先到先显示。又查了别的（nth 变了），从前的答案就不要了；引擎也先做后来的
  function query() {
    var nth = state.nth;
    function now() { return state.nth === nth; }
    Promise.all(parts().map(part => {
      var asked = ask(request(state.list ? '' : part.kind, { size: part.size, facets: !!panel && panel.open }));
      asked.then(found => { if (now()) { part.show(found); } }, () => { /* 下面一并处理 */ });
      return asked;
    })).then(found => {
      if (now() && !jumped(found)) { show(found); }
    }, error => {
      if (now()) { failed(error); }
    });
  }
  function refresh() {
    clearTimeout(timer);
    state.nth = (state.nth || 0) + 1;
    if (idle()) { clear(); return; }
    place.hidden = false;
    place.setAttribute('aria-busy', 'true');
    if (rows) { rows.hidden = true; }
    if (!current) { count.textContent = '正在读取数据，请稍候。'; }
    query();
  }
  function blank() {
    [entities, records].forEach(part => { part.show(null); });
    chips.textContent = tools.textContent = first.textContent = foot.textContent = '';
    current = null;
  }
  function clear() {
    blank();
    place.hidden = true;
    place.removeAttribute('aria-busy');
    count.textContent = '';
    if (rows) { rows.hidden = false; }
    if (panel && panel.open) { ask(request('', { size: 0, facets: true })).then(found => { if (idle()) { recount(found.facets); } }, () => { /* 静态的条数还在 */ }); }
  }
  function failed(error) {
    var said = error.message === 'local' ? '数据较多，从文件夹打开时不能查找。请打开网站查找，或者按下面的方式找。' : '数据没有读取成功，请检查网络后重试，或者按下面的方式查找。';
    blank();
    place.removeAttribute('aria-busy');
    count.textContent = said + '也可以电话查询 ' + phone + '。';
    if (rows) { rows.hidden = false; }
  }

  // ---- 结果 ----
  // 标出查到的字：逐字规范化，再对回原文的位置
  function lit(text, words, node) {
    var flat = '', from = [], chars = Array.from(text), on = [];
    chars.forEach((c, i) => {
      var n = normalise(c);
      for (var k = 0; k < n.length; k++) { from.push(i); }
      flat += n;
    });
    words.forEach(word => {
      for (var at = flat.indexOf(word); word && at >= 0; at = flat.indexOf(word, at + 1)) {
        for (var i = from[at]; i <= from[at + word.length - 1]; i++) { on[i] = true; }
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
  function has(text, words) {
    var n = normalise(text);
    return words.some(word => word && n.includes(word));
  }
  // 查到的字不在标题和几项要点里：从正文里摘一段
  function snippet(hit, words) {
    var told = [hit.title].concat((hit.facts || []).map(fact => fact[1])).map(normalise).join('\n');
    words = words.filter(word => !told.includes(word));
    var field = hit.fields.filter(text => has(text, words))[0];
    if (!field) { return null; }
    var chars = Array.from(field), start = Math.max(0, lit(field, words, make('i')) - 20);
    var node = make('p');
    lit((start ? '…' : '') + chars.slice(start, start + 80).join('') + (start + 80 < chars.length ? '…' : ''), words, node);
    return node;
  }
  function item(hit, words) {
    var li = make('li'), link = li.appendChild(make('a')), about = make('p', 'g-sub');
    link.href = root + hit.href;
    lit(hit.title, words, link);
    if (hit.kind === 'entity') {
      about.appendChild(doc.createTextNode('机构　'));
      lit(hit.code, words, about);
      about.appendChild(doc.createTextNode('　' + (hit.loose ? '约 ' : '') + thousands(hit.count) + ' 条公示信息'));
      if (hit.aliases.length) {
        about.appendChild(doc.createTextNode('　又名：'));
        lit(hit.aliases.join('、'), words, about);
      }
    } else {
      var text = snippet(hit, words);
      if (text) { li.appendChild(text); }
      if (hit.mark) { li.appendChild(make('span', 'g-tag g-mark', hit.mark)); }
      hit.facts.forEach(fact => {
        var one = about.appendChild(make('span', 'g-fact'));
        one.appendChild(make('span', 'g-l', fact[0] + ' '));
        lit(fact[1].length > 60 ? Array.from(fact[1]).slice(0, 60).join('') + '…' : fact[1], words, one);
      });
      if (!listId) { about.insertBefore(make('span', 'g-fact g-from', hit.list), about.firstChild); }
    }
    li.appendChild(about);
    return li;
  }
  Part.prototype.show = function (found) {
    this.found = found;
    this.count = 0;
    this.wanted = this.size;
    this.hits.textContent = '';
    this.title.hidden = !found || !!state.list || !found.hits.length;
    this.more.hidden = true;
    this.more.disabled = false;
    if (found) { this.append(found); }
  };
  Part.prototype.append = function (found) {
    var self = this, all = this.found;
    all.main = found.main === undefined ? all.main : found.main;
    found.hits.forEach(hit => {
      if (self.count && self.count === all.main) { self.hits.appendChild(make('li', 'g-rest', '以下分别含有这几个词，但不相连')); }
      self.hits.appendChild(item(hit, all.words));
      self.count += 1;
    });
    all.entities = found.entities; all.records = found.records; all.sure = found.sure; all.more = found.more; all.whole = found.whole;
    this.title.textContent = (this.kind === 'entity' ? '机构' : '记录') + '（' + number(all, all.entities + all.records) + '）';
    this.more.textContent = '更多' + (state.list ? '' : this.kind === 'entity' ? '机构' : '记录');
    all.left = found.left;
    all.checked = found.checked;
    this.more.hidden = !found.left || !this.count;
  };
  Part.prototype.next = function (alone) {
    var self = this, start = this.count, now = current;
    if (!alone) { this.wanted = start + MORE; }
    this.more.disabled = true;
    ask(request(state.list ? '' : this.kind, { offset: start, size: this.wanted - start })).then(found => {
      self.more.disabled = false;
      if (current !== now) { return; }
      self.append(found);
      say();
      self.persist();
      var link = self.hits.querySelectorAll('li:not(.g-rest) > a:first-child')[start];
      if (link && !alone) { link.focus(); }
    }, failed);
  };
  // 还不够一页：接着核对。核对了几百条还没有一条符合的，要查完才能说没有
  Part.prototype.persist = function () {
    var found = this.found;
    if (found && found.left && !found.short && (!this.count || this.count < this.wanted && found.checked <= CHECKED)) { this.next(true); }
  };
  function number(found, n) { return (found.sure ? '' : found.more ? '超过 ' : '约 ') + thousands(n); }
  function about(id) { return current[0].head.lists.filter(list => list.id === id)[0]; }
  // 数据没有按时更新，查到的有些已经过了公示期
  function past() {
    var gone = current.map(found => found.gone).filter(Boolean);
    function sum(what) { return gone.reduce((n, one) => n + one[what], 0); }
    var n = [[sum('entities'), ' 个机构'], [sum('records'), ' 条']].filter(pair => pair[0]);
    return (n.length ? '另有' + (gone.every(one => one.sure) ? ' ' : '约 ') + n.map(pair => thousands(pair[0]) + pair[1]).join('、') + '已过公示期，不再显示。' : '') +
      (gone.length && gone[0].blind.length ? '数据太旧，不能确定有没有过公示期，没有列出：' + gone[0].blind.join('、') + '。请刷新页面，或者电话查询 ' + phone + '。' : '');
  }
  function sentence() {
    var said = outcome(), late = past();
    return late ? said + (/。$/.test(said) ? '' : '。') + late : said;
  }
  function outcome() {
    var list = state.list && about(state.list), last = current[current.length - 1], q = state.q.trim();
    if (last.short) { return '一个字太短，查出来的太多。请至少输两个字，或者按下面的方式查找。'; }
    if (!entities.count && !records.count && current.some(found => found.left)) {
      return '正在逐条核对，已经核对 ' + thousands(current.reduce((n, found) => n + found.checked, 0)) + ' 条，还没有查完。';
    }
    if (!entities.count && !records.count) {
      return listId ? '没有找到。请核对全称或减少条件；没找到不代表没有记录。'
        : '没有找到“' + q + '”。可以试试：只输字号（如“福满楼”）、去掉“有限公司”、核对代码。没找到不代表没有记录，可电话查询 ' + phone + '。';
    }
    if (list) { return '找到 ' + counted(last, 'records', list.unit) + '（共 ' + thousands(list.count) + ' ' + list.unit + '）' + apart(); }
    return '找到 ' + counted(current[0], 'entities', '个机构') + '、' + counted(last, 'records', '条记录') + apart();
  }
  // 几个词：先数连在一起的，分别含有的另外说；没有连在一起的，就都算
  function joined() { return current.some(found => found.whole && found.whole.entities + found.whole.records); }
  function counted(found, what, unit) {
    var of = joined() ? found.whole : found;
    return number(of, of[what]) + ' ' + unit;
  }
  function apart() {
    if (!joined()) { return ''; }
    var rest = current.reduce((n, found) => n + found.entities + found.records - found.whole.entities - found.whole.records, 0);
    var sure = current.every(found => found.sure && found.whole.sure);
    return rest > 0 ? '，另有' + (sure ? ' ' : '约 ') + thousands(rest) + ' 个结果分别含有这几个词' : '';
  }
  function say() {
    count.textContent = sentence();
    if (see) { see.textContent = records.count ? '看结果（' + number(records.found, records.found.records) + '）' : '没有符合条件的'; }
  }
  function show(found) {
    var exact = found.map(one => one.exact).filter(Boolean)[0];
    current = found;
    if (state.list && !about(state.list)) { change({ list: '' }); return; }
    if (state.list) { entities.show(null); }
    first.textContent = '';
    first.hidden = !exact || !!state.list;
    if (!first.hidden) {
      var link = first.appendChild(make('a', 'g-btn', '直接打开：' + exact.title));
      link.href = root + exact.href;
    }
    say();
    showTools();
    showChips();
    if (found[0].facets) { recount(found[0].facets); }
    place.removeAttribute('aria-busy');
    settle(found);
    parts().forEach(part => { part.persist(); });
  }
  // 总数是估的、又不多：逐条核对完，把“约”去掉
  function settle(found) {
    parts().forEach((part, i) => {
      var one = found[i];
      if (one.sure || one.short || one.more || one.entities + one.records > SETTLED) { return; }
      ask(request(state.list ? '' : part.kind, { size: 0, settle: SETTLED })).then(now => {
        if (current !== found || !now.sure) { return; }
        one.groups = now.groups;
        part.append({ hits: [], left: now.entities + now.records > part.count, entities: now.entities, records: now.records, sure: true, whole: now.whole });
        part.more.hidden = now.entities + now.records <= part.count;
        say();
      }, () => { /* 估计的总数还在 */ });
    });
  }

  // ---- 已选条件 ----
  function chip(text, act) { return chips.appendChild(make('li')).appendChild(button('g-chip', text, act)); }
  function showChips() {
    chips.textContent = '';
    Object.keys(state.filters).forEach(name => {
      state.filters[name].forEach(value => {
        var text = title(name) + '：' + spoken(name, value);
        chip(text + ' ✕', () => { toggle(name, value); }).setAttribute('aria-label', '去掉条件 ' + text);
      });
    });
    if (listId && filtered()) { chip('清空条件', () => { change({ filters: {}, q: '', sort: '' }); }); }
    chips.hidden = !chips.firstChild;
  }
  function change(what) {
    Object.assign(state, what);
    box.value = state.q;
    keep(true);
    refresh();
  }

  // ---- 只看一个清单、排序、下载、查询结果单 ----
  function choice(id, text, options, value, act) {
    var label = tools.appendChild(make('label', '', text + ' ')), select = label.appendChild(make('select'));
    select.id = id;
    options.forEach(pair => {
      var option = select.appendChild(make('option', '', pair[1]));
      option.value = pair[0];
      option.selected = pair[0] === value;
    });
    select.addEventListener('change', () => { act(select.value); });
  }
  function sorts(list) {
    var found = [['', list.dated ? '从新到旧' : '默认顺序'], ['reverse', list.dated ? '从旧到新' : '倒序']];
    list.sorts.forEach(item => {
      found.push(['-' + item.field, item.field + (item.dated ? '从晚到早' : '从大到小')], [item.field, item.field + (item.dated ? '从早到晚' : '从小到大')]);
    });
    return found;
  }
  function lists(groups) {
    return [['', '全部清单']].concat(groups.map(group => [group.id, group.title + '（' + (group.sure ? '' : '约 ') + thousands(group.count) + '）']));
  }
  function showTools() {
    var found = current[current.length - 1], active = doc.activeElement && doc.activeElement.id;
    tools.textContent = foot.textContent = '';
    if (!listId && found.groups && (state.list || found.groups.length > 1)) {
      choice('g-list', '只看', lists(state.list && !found.groups.length ? [{ id: state.list, title: about(state.list).title, count: 0, sure: true }] : found.groups), state.list, value => { change({ list: value }); });
    }
    if (listId && records.count) {
      choice('g-sort', '排序', sorts(about(listId)), state.sort, value => { change({ sort: value }); });
      tools.appendChild(button('g-btn g-btn2', '下载这些（CSV）', download));
    }
    if (!found.short && normalise(state.q)) {
      var link = foot.appendChild(make('a', 'g-btn g-btn2', '打印查询结果单'));
      link.href = address(root + 'sheet.html') + (listId ? '&list=' + listId : '');
    }
    if (active === 'g-list' || active === 'g-sort') { doc.getElementById(active).focus(); }
  }
  function download(event) {
    var at = event.currentTarget, list = about(listId), as_of = current[0].head.as_of, said = '下载这些（CSV）';
    at.disabled = true;
    at.textContent = '正在准备…';
    ask(request('', { rows: true })).then(numbers => chosen(root + 'downloads/' + listId + '.csv', numbers)).then(text => {
      var link = make('a');
      link.href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
      link.download = list.title + '_筛选_' + as_of + '.csv';
      link.click();
      setTimeout(() => { URL.revokeObjectURL(link.href); }, 10000);
      at.disabled = false;
      at.textContent = said;
    }).catch(() => {
      at.disabled = false;
      at.textContent = said;
      count.textContent = '没有下载成功。请检查网络；从文件夹打开的，请到页面下方下载整个清单。';
    });
  }
  // 从整个清单的 CSV 里挑出这些行：一边读一边挑，几百兆也不占内存。引号里可以有换行
  async function chosen(url, numbers) {
    var got = await fetch(url);
    if (!got.ok) { throw new Error('missing'); }
    var reader = got.body.getReader(), decoder = new TextDecoder(), out = [], row = -1, next = 0, left = '';
    function take(line) {
      if (row < 0 || numbers[next] === row) { out.push(line + '\n'); if (row >= 0) { next++; } }
      row++;
    }
    for (;;) {
      var part = await reader.read(), lines = (left + (part.done ? '' : decoder.decode(part.value, { stream: true }))).split('\n');
      left = '';
      lines.forEach((line, i) => {
        left = left ? left + '\n' + line : line;
        if (i < lines.length - 1 && left.split('"').length % 2) { take(left); left = ''; }
      });
      if (part.done) { return out.join(''); }
    }
  }

  // ---- 筛选：网页上原来是链接，有脚本时变成可以叠加的按钮，条数跟着变 ----
  var choices = [], see = null;
  function title(name) {
    var found = panel && panel.querySelector('[data-facet="' + name + '"] [id^="facet-"]');
    return found ? found.textContent : name;
  }
  function spoken(name, value) {
    var found = choices.filter(choice => choice.name === name && choice.value === value)[0];
    return found ? found.text : value;
  }
  function toggle(name, value) {
    var now = state.filters[name] || [], filters = Object.assign({}, state.filters);
    filters[name] = !now.includes(value) ? now.concat(value) : now.filter(v => v !== value);
    if (!filters[name].length) { delete filters[name]; }
    change({ filters: filters });
  }
  function enliven() {
    Array.prototype.forEach.call(panel.querySelectorAll('a[data-value]'), link => {
      var name = link.closest('[data-facet]').getAttribute('data-facet'), value = link.getAttribute('data-value');
      var row = link.parentNode, node = button('', link.textContent, () => { toggle(name, value); }), number = row.querySelector('span');
      number.id = 'n-' + choices.length;
      node.setAttribute('aria-describedby', number.id);
      row.replaceChild(node, link);
      choices.push({ name: name, value: value, text: link.textContent, row: row, node: node, number: number });
    });
    see = panel.appendChild(make('p', 'g-see')).appendChild(button('g-btn', '看结果', () => { count.focus(); count.scrollIntoView(); }));
    mark();
  }
  function mark() {
    if (see) { see.parentNode.hidden = !filtered(); }
    choices.forEach(choice => {
      var on = (state.filters[choice.name] || []).includes(choice.value);
      choice.node.setAttribute('aria-pressed', String(on));
      choice.row.classList.toggle('g-on', on);
    });
  }
  function recount(facets) {
    var counts = {};
    facets.forEach(facet => {
      facet.values.forEach((value, i) => { counts[facet.id + '\n' + value] = (facet.sure ? '' : '约 ') + thousands(facet.counts[i]); });
    });
    choices.forEach(choice => {
      var n = counts[choice.name + '\n' + choice.value];
      if (n !== undefined) { choice.number.textContent = n; choice.row.classList.toggle('g-empty', n === '0'); }
    });
    mark();
  }

  // 提交的是整个代码或文号，就直接打开；输入过程中从不跳转。两段都到了才跳：机构在先
  function jumped(found) {
    var how = leap, exact = found.map(one => one.exact).filter(one => one && one.sure)[0];
    leap = '';
    if (!how || !exact || listId || state.list) { return false; }
    location[how](root + exact.href);
    return true;
  }

  function stepped(one, other) { return Math.abs(one.length - other.length) < 2 && (one.indexOf(other) === 0 || other.indexOf(one) === 0); }
  function typed() {
    if (composing) { return; }
    leap = '';
    // 一个字一个字地打，等停下来再查；粘贴、语音、输入法一次给出的，停了一会儿再打的，马上查
    var now = performance.now(), onward = now - pressed < 400 && stepped(state.q, box.value);
    pressed = now;
    state.q = box.value;
    keep();
    clearTimeout(timer);
    if (idle() || !onward) { refresh(); } else { timer = setTimeout(refresh, 120); }
  }
  box.addEventListener('compositionstart', () => { composing = true; });
  box.addEventListener('compositionend', () => { composing = false; typed(); });
  box.addEventListener('input', typed);
  box.addEventListener('focus', () => { ask({ warm: true }).catch(() => { /* 查的时候再说 */ }); }, { once: true });
  form.addEventListener('reset', () => { setTimeout(() => { change({ q: '' }); box.focus(); }, 0); });
  form.addEventListener('submit', event => {
    event.preventDefault();
    state.q = box.value;
    keep();
    leap = 'assign';
    refresh();
  });
  if (panel) {
    panel.addEventListener('toggle', () => {
      if (panel.open) { if (idle()) { clear(); } else { refresh(); } }
    });
  }
  window.addEventListener('popstate', () => { fromAddress(); mark(); refresh(); });

  fromAddress();
  // 窄屏上展开的筛选会把结果推到几屏以下：带着条件来的，先看结果
  if (panel) { enliven(); panel.open = panel.open || filtered() && matchMedia('(min-width:60em)').matches; }
  if (!idle()) {
    if (!history.state && !listId && location.search) { leap = 'replace'; keep(); }
    refresh();
  }
})();
