// 批量核对：把每一行和已公示的名称、代码比对，页面和后台线程（Worker）共用。只有名称、曾用名或者代码整个相同才算“找到”；
// 相像的一律是“相近”，要人看过才算。
(function (scope) {
  'use strict';
  var normalise = scope.gongshi.normalise, lines = scope.gongshi.lines;
  var LIMIT = 10000, BEST = 3, RARE = 3, CLOSE = 0.8, TOLD = 0.65, PAUSE = 200;
  var MASKED = /某|[*＊×]/;
  var SAID = {
    damaged: '代码被表格软件改坏，请按文本重填', odd: '认不出名称或者代码', checksum: '代码的校验位不对，可能抄错',
    sameName: '名称相同，代码不同', otherName: '代码相同，名称不同', masked: '姓名已隐去，同样写法的不一定是同一人',
    code: '代码差一个字符', edit: '差一个字', core: '去掉区划和组织形式后相同', part: '名称的一部分相同', alike: '写法相近'
  };

  function put(map, key, value) {
    var found = map.get(key);
    if (!found) { map.set(key, [value]); } else if (found.indexOf(value) < 0) { found.push(value); }
  }

  function Matcher(data) {
    this.data = data;
    this.exact = new Map();      // 整个名称、曾用名、代码（都已规范化）→ 目标
    this.cores = new Map();
    this.ids = new Map();        // 两字组 → 编号
    this.forms = [];             // 每种写法：规范化的名称
    this.owners = [];            // 每种写法是谁的
    this.grams = [];             // 每种写法里有哪些两字组
    this.holders = [];           // 每个两字组在哪些写法里
    this.anchors = [];           // 每个两字组：以它为最少见的两字组的写法
    this.targets = [];
    this.marks = null;           // 每个两字组：上一次是在第几次查询里出现
    this.asked = 0;
    this.memory = new Map();
  }

  // 分步建索引：每一步很短，页面不会卡住
  Matcher.build = function* (data) {
    var self = new Matcher(data), e = data.entities, singles = new Map(), i;
    for (i = 0; i < e.n.length; i++) {
      put(self.exact, normalise(e.c[i]), self.targets.push({ name: e.n[i], code: e.c[i], counts: e.k[i], href: 'entity/' + e.c[i] + '.html' }) - 1);
      self.name(e.n[i], i);
      if (i % PAUSE === 0) { yield; }
    }
    for (i = 0; i < data.others.n.length; i++) { self.name(data.others.n[i], data.others.o[i]); }
    for (i = 0; i < data.singles.n.length; i++) {
      var name = data.singles.n[i], list = data.singles.d[i];
      if (!singles.has(name)) { singles.set(name, self.targets.push({ name: name, code: '', counts: [], links: [] }) - 1); self.name(name, singles.get(name)); }
      self.targets[singles.get(name)].links.push([list, data.lists[list].id + '/' + data.singles.s[i] + '.html']);
    }
    for (i = 0; i < self.forms.length; i++) {
      var rarest = self.rarest(self.grams[i])[0];
      if (rarest !== undefined && self.forms[i].length >= 4) { (self.anchors[rarest] = self.anchors[rarest] || []).push(i); }
      if (i % PAUSE === 0) { yield; }
    }
    self.marks = new Int32Array(self.ids.size);
    return self;
  };
  Matcher.prototype.name = function (name, target) {
    var form = normalise(name);
    if (form.length < 2) { return; }
    put(this.exact, form, target);
    if (MASKED.test(name)) { return; }
    var at = this.forms.push(form) - 1, ids = this.gramsOf(form, true);
    this.owners.push(target);
    this.grams.push(ids);
    for (var i = 0; i < ids.length; i++) { this.holders[ids[i]].push(at); }
    put(this.cores, lines.core(form), at);
  };
  // 没见过的两字组记作 -1
  Matcher.prototype.gramsOf = function (form, learn) {
    var found = [], unknown = new Set();
    for (var i = 0; i + 1 < form.length; i++) {
      var gram = form.substr(i, 2), id = this.ids.get(gram);
      if (id === undefined && learn) {
        id = this.ids.size;
        this.ids.set(gram, id);
        this.holders.push([]);
      }
      if (id === undefined) { unknown.add(gram); } else if (found.indexOf(id) < 0) { found.push(id); }
    }
    unknown.forEach(function () { found.push(-1); });
    return found;
  };
  Matcher.prototype.rarest = function (ids) {
    var holders = this.holders;
    return ids.filter(function (id) { return id >= 0; }).sort(function (a, b) { return holders[a].length - holders[b].length; });
  };

  // 相近的名称。只看含有最少见的三个两字组之一的：错一个字最多弄坏两组，所以不会漏；三组一个也没有的，
  // 多半只是区划和行业相同、字号不同，列出来只会添乱。
  Matcher.prototype.near = function (whole) {
    var self = this, found = new Map(), now = ++this.asked, seen = new Set(), ids = this.gramsOf(whole, false);
    function offer(form, why, score) {
      var target = self.owners[form], best = found.get(target);
      if (!best || best.score < score) { found.set(target, { target: target, why: why, score: score }); }
    }
    (lines.core(whole).length > 2 && this.cores.get(lines.core(whole)) || []).forEach(function (form) { offer(form, 'core', 0.95); });
    if (whole.length < 3) { return []; }
    ids.forEach(function (id) { if (id >= 0) { self.marks[id] = now; } });
    this.rarest(ids).slice(0, RARE).forEach(function (id) {
      self.holders[id].forEach(function (form) {
        if (!seen.has(form)) { seen.add(form); self.compare(whole, ids, form, now, offer); }
      });
    });
    ids.forEach(function (id) {
      (self.anchors[id] || []).forEach(function (form) {
        var name = self.forms[form];
        if (whole.indexOf(name) >= 0) { offer(form, 'part', 0.6 + 0.3 * name.length / whole.length); }
      });
    });
    return Array.from(found.values()).sort(function (a, b) { return b.score - a.score || a.target - b.target; });
  };
  Matcher.prototype.compare = function (whole, ids, form, now, offer) {
    var size = ids.length, name = this.forms[form], grams = this.grams[form], shared = 0;
    for (var i = 0; i < grams.length; i++) { if (this.marks[grams[i]] === now) { shared++; } }
    var dice = 2 * shared / (size + grams.length);
    if (dice >= CLOSE && this.weighed(ids, grams, now) >= TOLD) { offer(form, 'alike', dice * 0.9); }
    if (shared >= size - 3 && whole.length > 3 && lines.oneEdit(whole, name)) { offer(form, 'edit', 0.96 + dice / 100); }
    if (shared === size && name.indexOf(whole) >= 0) { offer(form, 'part', 0.6 + 0.3 * whole.length / name.length); }
  };
  // 少见的字组分量重：区划、行业都相同而字号全然不同的，字组相同的再多也不算相近
  Matcher.prototype.weighed = function (ids, grams, now) {
    var self = this, whole = this.forms.length + 1;
    function sum(list, counts) {
      return list.reduce(function (total, id) { return counts(id) ? total + Math.log(whole / (id < 0 ? 1 : self.holders[id].length)) : total; }, 0);
    }
    function any() { return true; }
    return 2 * sum(grams, function (id) { return self.marks[id] === now; }) / (sum(ids, any) + sum(grams, any));
  };
  Matcher.prototype.nearCodes = function (code) {
    var self = this, found = new Set();
    lines.edits(code, function (other) { (self.exact.get(other) || []).forEach(function (target) { found.add(target); }); });
    return Array.from(found, function (target) { return { target: target, why: 'code' }; });
  };

  function answer(state, hits, note, more) { return { state: state, hits: hits || [], note: note || '', more: more || 0 }; }
  Matcher.prototype.hits = function (found, why) {
    var targets = this.targets;
    return found.map(function (item) {
      var target = targets[item.target === undefined ? item : item.target];
      return { name: target.name, code: target.code, counts: target.counts, href: target.href, links: target.links, why: SAID[item.why] || why || '' };
    });
  };
  Matcher.prototype.known = function (targets, name) {
    var all = this.hits(targets), self = this;
    if (all.every(function (hit) { return MASKED.test(hit.name); })) { return answer('near', all, SAID.masked); }
    all.forEach(function (hit) { if (name && normalise(hit.name) !== name) { hit.why = '曾用名或者简称'; } });
    if (name && targets.length === 1 && self.targets[targets[0]].links) { return answer('found', all, '没有代码，请打开记录核对'); }
    return answer('found', all, targets.length > 1 ? '同名 ' + targets.length + ' 家，请核对代码' : '');
  };
  Matcher.prototype.like = function (found, note) {
    if (!found.length) { return answer('none', [], note); }
    return answer('near', this.hits(found.slice(0, BEST)), note, Math.max(0, found.length - BEST));
  };
  Matcher.prototype.coded = function (part) {
    var mine = this.exact.get(part.code), named = part.name && this.exact.get(part.name), note = lines.checks(part.code) ? '' : SAID.checksum;
    if (mine) {
      var same = !part.name || (named && named.indexOf(mine[0]) >= 0);
      return answer('found', this.hits(mine, ''), same ? '' : SAID.otherName);
    }
    if (named) { return answer('near', this.hits(named, SAID.sameName), note); }
    var found = this.nearCodes(part.code);
    return this.like(found.length || !part.name ? found : this.near(part.name), note);
  };
  Matcher.prototype.line = function (line) {
    var whole = normalise(line);
    if (!whole) { return answer('blank'); }
    if (lines.damaged(line)) { return answer('unread', [], SAID.damaged); }
    if (this.memory.has(line)) { return this.memory.get(line); }
    var part = lines.read(line), found, self = this;
    var column = part.columns.filter(function (text) { return self.exact.has(text); })[0];
    if (part.code) { found = this.coded(part); }
    else if (this.exact.has(whole)) { found = this.known(this.exact.get(whole), whole); }
    else if (column) { found = this.known(this.exact.get(column), column); }
    else if (part.name.length < 2 || /^\d+$/.test(part.name)) { found = answer('unread', [], SAID.odd); }
    else { found = this.like(this.near(part.name)); }
    this.memory.set(line, found);
    return found;
  };
  // 分步核对：每步做一小批，让出一次
  Matcher.prototype.check = function* (asked) {
    var answers = [];
    this.memory.clear();
    for (var i = 0; i < asked.length; i++) {
      answers.push(this.line(asked[i]));
      if (i % 20 === 19) { yield i + 1; }
    }
    return answers;
  };

  // 走完一个分步的过程：每次最多占用 budget 毫秒
  function drive(steps, budget, said, done) {
    var end = Date.now() + budget, step;
    do {
      step = steps.next();
      if (step.done) { done(step.value); return; }
    } while (Date.now() < end);
    said(step.value);
    setTimeout(function () { drive(steps, budget, said, done); }, 0);
  }

  scope.gongshi.match = { LIMIT: LIMIT, Matcher: Matcher, drive: drive };
})(self);
