// 搜索引擎：先规范化，再查找。小站把全部数据读来逐条比对；大站按字对取几个小文件，取到的每一条再逐字核对，不漏不多。
// 规范化与 generator/normalise.py 是同一张表，有测试逐字比对。
(function (scope) {
  'use strict';
  var DROPPED =
    '0.1b b.6 r.5 r.1a 2.6 3 2.2 3 4 o w cr.3 d.d 6.6 2 2.g 3a 9 6.1 2 33 3w 60.5 16.1 3.2 1b 2 3 3 19.1 ' +
    'c.f c.4 23.3 2v 9.1 b k.1 2.d 2 6f.3 5.1 1d.e w 16 8.1 29 3m.1 b 3m.1 7.1 2 3d 3e.1 3j 3n.7 3h 8 5 ' +
    '5n 16 3f 23 g b.1 4m.m 3.5 l 2 2 2.3 20 1l.7 2.5 2.c 34.5 27.1 2k h1.8 14.9 2v h9.1 i r.1 27.2 20.1 ' +
    '4e.2 2.3 11.a 4 8i 4.1 49.x v.1 3l.6 2.5 4h.1 b.g a.b 3h.3 1o.4 1r.1 1t.7 c kq 2.2 c.2 e.2 e.2 e.1 ' +
    '2.2s 2.9 b.4 c.4 i.x 1r.1 2.3 2.1 b 2.2 6.5 2 2 2 5 c.1 5.4 6.3 2 1n.1 5.ih n.a 2a.25 n.hh v.rj 3.3t ' +
    '6e.5 f.3 2.1 35 40.1a 2.19 z.p 2.2g d.5x r.k 4.o g 6.1 6.2 2k.1 4 2j 45.1 5.9 x.11 a h.u c.t 9 g.v ' +
    'b.12 g.8v 535.1r h3l.1i 1k.1 7i.2 2s b 38.5 9.m a.1 2w.1 4e.3 b.3 1n.3 2f.1 15.2 2 1e.1 1c 2q.c h.1 ' +
    '3h.3 o.2 2t.1 h.1 2y f.1 3k fni 3t.w a4.h 1t.1 1j.7 19.3 h.9 n.y 2.i 2.3 44 2.e b.6 r.5 r.a 3f.6 2.6 ' +
    'b.4 77.2 1h.8 1m.g 3.2 2.c 4 1c.18 bn 1d bj ko w.1 4n w 7l.8 13 21 14.6 1v.6 2i.3 cy w.1 7y z.8 3h.4 ' +
    '19.3 5a.6 32.6 c 37.3 1d.1 28.3 5 e 2.2 2h.5 30 8b.1 2.1 37.4 b.1 2 2x 6z.m 2y.2 t.c 25 3n.3 70 7d.2 ' +
    '4c 2l.7 2c.2 2.4 2m.9 60 2o.4 17.1 hy.1 23.c 3q.s e vl.4 29p.1 u6.f apb.1 3q 1u.8 5.1 fc.2 88.3 94 ' +
    'f5m 3.4 319.6n b.2 4.c3 7.m g.g 2o.37 1p.6t b.12 3.1n 6.2 7.7 9.1 8.t 5.1o m.1t 4 57.2e ob q w q w q ' +
    'w q w q 1p.e7 1k.3 1f.7 2.d 2.6 1c4 c0 lc nz.1 nh 4 3i ci.1 7j.17 5.2r d.e 3.e 2.e 2.10 o.4g 1l.s ' +
    'e.17 5.8 8.1 f.5 4b.rc 4.g 4.c 4.61 7.b 5 g.b 5.1j 9.9 7.13 9.t 3.b 5.1 f.8 14.9j 9.d 3.c 4.a 4.1k 2 ' +
    '5.f 3.b 5.9 8.42 2.2j b gvlz v.2n';
  var ODD = /[\u00df\u01f0\u0345\u0390\u03b0\u03c2\u1c80-\u1c88\u1e96-\u1e9a\u1f50-\u1ffc]/g;
  var CHEROKEE = /[\u13f8-\u13fd\uab70-\uabbf]/g;
  var UNLIKE = new RegExp(ODD.source + '|' + CHEROKEE.source);

  function ranges(table) {
    var last = 0;
    return table.split(' ').map(function (word) {
      var parts = word.split('.'), first = last + parseInt(parts[0], 36);
      last = first + parseInt(parts[1] || '0', 36);
      return [first, last];
    });
  }
  var all = ranges(DROPPED), everywhere = marks(all), inLine = marks([[0, 9], [11, all[0][1]]].concat(all.slice(1)));
  // 哪些字要去掉：基本平面的查表，别的平面的很少，用正则
  function marks(list) {
    var low = new Uint8Array(0x10000), high = [];
    list.forEach(function (range) {
      low.fill(1, range[0], Math.min(range[1], 0xffff) + 1);
      if (range[1] > 0xffff) { high.push('\\u{' + Math.max(range[0], 0x10000).toString(16) + '}-\\u{' + range[1].toString(16) + '}'); }
    });
    return { low: low, high: new RegExp('[' + high.join('') + ']', 'gu') };
  }
  // 全部数据有一百多万字：一个一个地抄，抄完一次变成文字，比替换快得多。ends 记下每一行到哪里为止
  var utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
  function without(text, dropped, ends) {
    var low = dropped.low, size = text.length, kept = new Uint16Array(size), count = 0, odd = false;
    for (var i = 0; i < size; i++) {
      var code = text.charCodeAt(i);
      if (low[code]) { continue; }
      kept[count++] = code;
      if (code === 10 && ends) { ends.push(count); }
      odd = odd || code >= 0xd800 && code < 0xdc00;
    }
    var out = count < size ? utf16.decode(kept.subarray(0, count)) : text;
    return odd ? out.replace(dropped.high, '') : out;
  }

  // 大小写折叠（casefold）：JavaScript 没有现成的，只有少数字母与 toLowerCase 不同
  function fold(text) {
    var low = text.normalize('NFKC').toLowerCase();
    if (!UNLIKE.test(low)) { return low; }
    return low
      .replace(ODD, function (c) { return c.toUpperCase().split('').map(function (u) { return u.toLowerCase(); }).join(''); })
      .replace(CHEROKEE, function (c) { var n = c.charCodeAt(0); return String.fromCharCode(n < 0x2000 ? n - 8 : n - 0xab70 + 0x13a0); });
  }
  function normalise(text) { return without(fold(text), everywhere); }
  function normaliseLines(text, ends) { return without(fold(text), inLine, ends); }

  // ---- 读文件：压缩过的自己解开；有的服务器已经替浏览器解过，先看开头两个字节 ----
  function load(src) {
    return new Promise(function (done, fail) {
      var script = scope.document.createElement('script');
      script.src = src;
      script.onload = done;
      script.onerror = function () { scope.document.head.removeChild(script); fail(new Error('missing')); };
      scope.document.head.appendChild(script);
    });
  }
  var base = '', helper = null;
  // 旧浏览器没有 DecompressionStream，用 fflate
  function library() {
    var src = base + 'assets/vendor/fflate.js';
    if (!scope.document) { scope.importScripts(src); return scope.fflate; }
    helper = helper || load(src).then(function () { return scope.fflate; });
    helper.catch(function () { helper = null; });
    return helper;
  }
  function isPacked(data) { return data[0] === 0x1f && data[1] === 0x8b; }
  async function unpacked(data) {
    if (!isPacked(data)) { return data; }
    if (!scope.DecompressionStream) { return (await library()).gunzipSync(data); }
    // 不经过 Blob：那要绕到浏览器的另一个进程，一个小文件就要几毫秒
    var stream = new DecompressionStream('gzip'), writer = stream.writable.getWriter();
    [writer.write(data), writer.close()].forEach(function (written) { written.catch(function () { /* 读的人会知道 */ }); });
    return new Uint8Array(await new Response(stream.readable).arrayBuffer());
  }
  async function read(url, how) {
    var answer = await fetch(url, how || {});
    if (!answer.ok) { throw new Error('missing'); }
    return unpacked(new Uint8Array(await answer.arrayBuffer()));
  }
  // 中文在 GB 18030 里是两个字节，比 UTF-8 省；有写法不统一的字的那几个文件用 UTF-8，开头有标记
  var utf8 = new TextDecoder(), gb = new TextDecoder('gb18030');
  function text(data) { return (data[0] === 0xef ? utf8 : gb).decode(data); }
  async function readJson(url, how) { return JSON.parse(utf8.decode(await read(url, how))); }

  // ---- 字对：与 generator/index/grams.py 相同。一串字母数字里三个一组，其余两个一组（units，从第几个字起）；
  // 夹在别的字中间的五到八位数字整串是一组（runs，文号的年份和序号），最少见 ----
  function plain(c) { return c >= '0' && c <= '9' || c >= 'a' && c <= 'z'; }
  function grams(word) {
    var signs = Array.from(word), units = [], runs = [];
    function at(i) { return i >= 0 && i < signs.length && plain(signs[i]); }
    function unit(i, length) { units.push({ at: i, end: i + length, gram: signs.slice(i, i + length).join('') }); }
    for (var i = 0; i + 1 < signs.length; i++) {
      if (i > 0 && at(i) && !at(i - 1)) {
        var end = i;
        while (at(end)) { end++; }
        var run = signs.slice(i, end).join('');
        // 在头尾的，原文里可能更长，不能用
        if (end < signs.length && /^[0-9]{5,8}$/.test(run)) { runs.push(run); i = end - 1; }
      }
      if (at(i) && at(i + 1)) {
        if (at(i + 2)) { unit(i, 3); }
        // 正好两个字母数字，而且两边都是别的字：原文里也正好是两个。在头尾的，原文里可能更长，不能用
        if (i > 0 && i + 2 < signs.length && !at(i - 1) && !at(i + 2)) { unit(i, 2); }
      } else { unit(i, 2); }
    }
    return { signs: signs, units: units, runs: runs };
  }
  // 只查两个字母数字：原文里可能在更长的一串里，把含有它的三个一组全部合起来
  function around(pair) {
    var found = [pair];
    '0123456789abcdefghijklmnopqrstuvwxyz'.split('').forEach(function (c) { found.push(pair + c, c + pair); });
    return distinct(found);
  }
  function hash(gram) {
    var h = 2166136261;
    Array.from(gram).forEach(function (sign) { h = Math.imul(h ^ sign.codePointAt(0), 16777619); });
    return h >>> 0;
  }

  // ---- 编号的集合：都是从小到大的数组 ----
  function both(a, b) {
    var out = [], i = 0, j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] === b[j]) { out.push(a[i]); i++; j++; } else if (a[i] < b[j]) { i++; } else { j++; }
    }
    return out;
  }
  function either(sets) {
    var seen = {};
    sets.forEach(function (ids) { ids.forEach(function (id) { seen[id] = id; }); });
    return Object.keys(seen).map(Number).sort(function (a, b) { return a - b; });
  }
  function distinct(list) { return list.filter(function (item, i) { return list.indexOf(item) === i; }); }
  function within(ids, from, to) {
    if (!ids.length || ids[0] >= from && ids[ids.length - 1] < to) { return ids; }
    return ids.filter(function (id) { return id >= from && id < to; });
  }
  function joined(sets) { return [].concat.apply([], sets); }
  function span(from, to) {
    var out = [];
    for (var id = from; id < to; id++) { out.push(id); }
    return out;
  }
  function numbers(data, at, end, base) {
    var out = [], last = base - 1;
    while (at < end) {
      var value = 0, place = 0, byte;
      do { byte = data[at++]; value |= (byte & 127) << place; place += 7; } while (byte > 127);
      last += value + 1;
      out.push(last);
    }
    return out;
  }
  // 每个间隔的高位是几个 0 加一个 1，低位照写，到头为止。与 generator/index/encoded.py 的 rice 相同
  function rice(data, begin, end, low) {
    var out = [], last = -1, at = begin * 8, mask = (1 << low) - 1, rest, noughts, place;
    for (;;) {
      for (noughts = at; !(rest = data[at >> 3] >> (at & 7));) {
        at += 8 - (at & 7);
        if (at >= end * 8) { return out; }
      }
      at += 31 - Math.clz32(rest & -rest);
      last += ((at - noughts) << low) + 1;
      at++;
      // 低位最多 24 位：取四个字节，里面就有；逐位读要慢几倍
      place = at >> 3;
      last += (data[place] | data[place + 1] << 8 | data[place + 2] << 16 | data[place + 3] << 24) >>> (at & 7) & mask;
      at += low;
      out.push(last);
      if (at >= end * 8) { return out; }
    }
  }
  function bits(data, base) {
    var out = [];
    for (var at = 1; at < data.length; at++) {
      for (var byte = data[at], bit = 0; byte; byte >>= 1, bit++) { if (byte & 1) { out.push(base + (at - 1) * 8 + bit); } }
    }
    return out;
  }
  // 常见字对的一段（block）：data 的第一个字节说明是一条一位，还是一个个间隔；管 base 到 end 的
  function listed(block) {
    var data = block.data;
    data.ids = data.ids || (data[0] ? bits(data, block.base) : numbers(data, 1, data.length, block.base));
    return data.ids;
  }
  // ids 里哪些在这几段里：不必把整段都写出来
  function sifted(ids, blocks) {
    var out = [], at = 0;
    blocks.forEach(function (block) {
      while (at < ids.length && ids[at] < block.base) { at++; }
      at = (block.data[0] ? siftedBits : siftedGaps)(ids, at, block, out);
    });
    return out;
  }
  function siftedBits(ids, i, block, out) {
    for (var data = block.data; i < ids.length && ids[i] < block.end; i++) {
      var place = ids[i] - block.base;
      if (data[(place >> 3) + 1] >> (place & 7) & 1) { out.push(ids[i]); }
    }
    return i;
  }
  function siftedGaps(ids, i, block, out) {
    for (var data = block.data, at = 1, last = block.base - 1; i < ids.length && ids[i] < block.end; i++) {
      while (last < ids[i] && at < data.length) {
        var value = 0, place = 0, byte;
        do { byte = data[at++]; value |= (byte & 127) << place; place += 7; } while (byte > 127);
        last += value + 1;
      }
      if (last === ids[i]) { out.push(last); }
    }
    return i;
  }

  // ---- 一行：机构是 [代码, 条数, 名称, （拼音首字母,）其他名称…]，记录是 [网页名, 日期, 标注, 各列…] ----
  function listOf(head, id) {
    var low = 0, high = head.lists.length;
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (head.lists[middle].first <= id) { low = middle; } else { high = middle; }
    }
    return head.lists[low];
  }
  function searched(head, id, row) {
    return id < head.organisations ? [row[2], row[0]].concat(row.slice(3)) : row.slice(3, 3 + listOf(head, id).searched);
  }

  // ---- 小站：全部数据在一个文件里，一列一列的；机构的名称和代码只写一次 ----
  function turned(columns) {
    var parts = columns.map(function (column) { return column.split('\n'); }), wide = parts.length, out = [];
    for (var i = 0; wide && i < parts[0].length; i++) {
      var row = new Array(wide);
      for (var at = 0; at < wide; at++) { row[at] = parts[at][i]; }
      out.push(row);
    }
    return out;
  }
  function Scan(head) {
    this.head = head;
    this.lines = [];
    this.starts = [0];
    this.texts = [];
    this.length = 0;
  }
  // 一段：机构（part 是 0），或者第 part 个清单的若干条
  Scan.prototype.take = function (piece) {
    var self = this, list = this.head.lists[piece.part - 1], fields = [], counts = [], ends = [];
    turned(piece.columns).forEach(function (row, at) {
      if (list) {
        piece.own.forEach(function (own) {
          if (row[own[0]] === '\t') { row[own[0]] = self.lines[piece.parties[at]][own[1]]; }
        });
        fields.push.apply(fields, row.slice(3, 3 + list.searched));
      } else {
        var others = row.pop();
        if (others) { row.push.apply(row, others.split('\t')); }
        fields.push.apply(fields, searched(self.head, 0, row));
      }
      counts.push(fields.length);
      self.lines.push(row);
    });
    var text = normaliseLines(fields.join('\n') + '\n', ends);
    counts.forEach(function (count) { self.starts.push(self.length + (count ? ends[count - 1] : 0)); });
    this.texts.push(text);
    this.length += text.length;
  };
  // 少了一段就不能用：查不到的会被当成没有
  Scan.prototype.whole = function () {
    var head = this.head;
    if (this.lines.length !== head.lists.reduce(function (n, list) { return n + list.count; }, head.organisations)) { throw new Error('missing'); }
    this.text = this.texts.join('');
    this.texts = null;
    return this;
  };
  Scan.prototype.at = function (position) {
    var low = 0, high = this.starts.length - 1;
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (this.starts[middle] <= position) { low = middle; } else { high = middle; }
    }
    return low;
  };
  Scan.prototype.find = function (word, from, to) {
    var out = [], end = this.starts[to], at = this.text.indexOf(word, this.starts[from]);
    while (at >= 0 && at < end) {
      var id = this.at(at);
      out.push(id);
      at = this.text.indexOf(word, this.starts[id + 1]);
    }
    return out;
  };
  Scan.prototype.candidates = async function (words, from, to) {
    var self = this, ids = words.length ? this.find(words[0], from, to) : span(from, to);
    ids = ids.filter(function (id) {
      var own = self.text.slice(self.starts[id], self.starts[id + 1]);
      return words.every(function (word) { return own.indexOf(word) >= 0; });
    });
    return { ids: ids, done: true, exact: true };
  };
  Scan.prototype.rows = async function (ids) {
    var self = this;
    return ids.map(function (id) { return self.lines[id]; });
  };
  Scan.prototype.column = async function (list, name) { return this.head.columns[list.id][name]; };

  // ---- 大站：按字对分在许多小文件里 ----
  var FEW = 6, CHEAP = 2; // 候选不多于这些就逐条核对，不再筛；要取的文件多于这些，先核对几条再说
  function Shards(head, root) {
    var self = this;
    this.head = head;
    this.root = root;
    this.size = head.lists.reduce(function (n, list) { return n + list.count; }, head.organisations);
    this.counts = added(head.counts);
    this.common = {};
    (head.common ? head.common.split(' ') : []).forEach(function (gram, i) { self.common[gram] = i; });
    this.kept = {};
    this.rares = {};
  }
  Shards.prototype.far = true; // 每一行都在网上，不在手边
  Shards.prototype.file = function (name, folder) {
    var self = this;
    name = (folder || this.head.folder) + '/' + name;
    if (!this.kept[name]) {
      this.kept[name] = read(this.root + name + '.gz');
      this.kept[name].catch(function () { delete self.kept[name]; });
    }
    return this.kept[name];
  };
  Shards.prototype.isCommon = function (gram) { return Object.prototype.hasOwnProperty.call(this.common, gram); };
  // 机构和记录问的是同样的字对：写出来的编号留着
  Shards.prototype.rare = function (gram) {
    var rares = this.rares;
    if (!rares[gram]) {
      rares[gram] = this.looked(gram);
      rares[gram].catch(function () { delete rares[gram]; });
    }
    return rares[gram];
  };
  Shards.prototype.looked = async function (gram) {
    var number = hash(gram) % this.head.shards;
    var data = await this.file('grams/' + Math.floor(number / 1000) + '/' + number);
    // 一行是各个字对，接着是各占多少字节、低位有几位，然后是各自的编号
    var at = data.indexOf(10) + 1, words = text(data.subarray(0, at - 1)).split(' '), own = words.indexOf(gram);
    var begin = 0, end = 0, low = 0;
    words.forEach(function (_, i) {
      var size = 0, place = 1, byte;
      do { byte = data[at++]; size += (byte & 127) * place; place *= 128; } while (byte > 127);
      if (i <= own) { begin = end; end += size >> 5; low = size & 31; }
    });
    return own < 0 ? [] : rice(data, at + begin, at + end, low);
  };
  // 常见字对的一个文件管多少条：不太常见的，几段合成一个文件。与 generator/index/shards.py 的 _span 相同
  Shards.prototype.span = function (gram) {
    var count = this.counts[this.common[gram]], wide = this.head.block;
    while (wide < this.size && count * wide * 2 <= this.head.together * this.size) { wide *= 2; }
    return wide;
  };
  Shards.prototype.block = async function (gram, number, wide) {
    return { data: await this.file('common/' + this.common[gram] + '-' + number), base: number * wide, end: (number + 1) * wide };
  };
  Shards.prototype.blocksOf = function (gram, chosen) {
    var self = this, wide = this.span(gram);
    return Promise.all(chosen(wide).map(function (number) { return self.block(gram, number, wide); }));
  };
  Shards.prototype.stretch = function (gram, from, to) {
    return this.blocksOf(gram, function (wide) { return span(Math.floor(from / wide), Math.ceil(to / wide)); });
  };
  // 这些候选落在一个常见字对的哪几个文件里
  Shards.prototype.where = function (ids, wide) {
    var out = [];
    for (var i = 0, number = -1; i < ids.length; i++) {
      if (ids[i] >= (number + 1) * wide) { out.push(number = Math.floor(ids[i] / wide)); }
    }
    return out;
  };
  // 用常见的字对再筛：只取有候选的那几段。取得少的一次用三个，一条也没对的（hard）用两个；用过的记在 used 里
  Shards.prototype.thinner = function (found, grams, used) {
    var self = this;
    function files(gram) { return self.where(found.ids, self.span(gram)).length; }
    function cheap() { return grams.filter(function (gram) { return files(gram) <= CHEAP; }).slice(0, 3); }
    function next(hard) { return cheap().length ? cheap() : grams.slice(0, hard ? 2 : 1); }
    return {
      cheap: function () { return cheap().length > 0; },
      cost: function () { return next().reduce(function (n, gram) { return n + files(gram); }, 0); }, // 再筛一遍要取几个文件
      thin: async function (hard) {
        var picked = next(hard), ids = found.ids;
        grams = grams.filter(function (gram) { return picked.indexOf(gram) < 0; });
        used.push.apply(used, picked);
        found.ids = (await Promise.all(picked.map(function (gram) {
          return self.blocksOf(gram, function (wide) { return self.where(ids, wide); });
        }))).reduce(sifted, ids);
        return picked.length > 0;
      }
    };
  };
  // 两个很常见的字对相叠的，合起来也是一组（9年、年3 合成 9年3）；有了它，那两个就不用查了
  Shards.prototype.joined = function (gram) { return this.isCommon(gram) && this.common[gram] < this.head.joined; };
  Shards.prototype.grams = function (word) {
    var self = this, own = grams(word), found = own.runs, covered = {};
    own.units.forEach(function (unit, i) {
      var next = own.units[i + 1];
      if (!next || next.at - unit.at > 2 || !self.joined(unit.gram) || !self.joined(next.gram)) { return; }
      covered[i] = covered[i + 1] = true;
      found.push(own.signs.slice(unit.at, next.end).join(''));
    });
    own.units.forEach(function (unit, i) { if (!covered[i]) { found.push(unit.gram); } });
    return found;
  };
  // 先取五个字对，取少见的；还嫌多再取。全是常见字对时一段一段地取，够一页就停
  Shards.prototype.candidates = async function (words, from, to) {
    var self = this, own = words.map(function (word) { return self.grams(word); }), all = distinct(joined(own));
    var exact = words.every(function (word, i) { return own[i].indexOf(word) >= 0; });
    if (exact) { all = distinct(words); }
    var rare = all.filter(function (gram) { return !self.isCommon(gram); });
    var common = all.filter(function (gram) { return self.isCommon(gram); })
      .sort(function (a, b) { return self.counts[self.common[a]] - self.counts[self.common[b]]; });
    if (words.length === 1 && /^[0-9a-z]{2}$/.test(words[0])) { return this.pair(words[0], from, to); }
    if (!all.length) { return this.everything(from, to, !words.length); }
    // 一多半都有的字对，取来也筛不掉什么：不全要时不取
    if (!exact) { common = common.filter(function (gram, i) { return !i && !rare.length || self.counts[self.common[gram]] * 2 < self.size; }); }
    if (rare.length) { return this.narrowed(rare, common, from, to, exact); }
    return this.blocks(common, from, to, exact);
  };
  function spread(list) {
    return list.length < 4 ? list : [list[0], list[list.length >> 1], list[list.length - 1]]
      .concat(list.filter(function (gram, i) { return i && i !== list.length >> 1 && i !== list.length - 1; }));
  }
  Shards.prototype.narrowed = async function (rare, common, from, to, exact) {
    var self = this, left = spread(rare), found = { done: true, exact: exact }, thinner = this.thinner(found, common, []);
    async function take(count, ids) {
      var sets = await Promise.all(left.splice(0, count).map(function (gram) { return self.rare(gram); }));
      return ids ? sets.reduce(both, ids) : sets.reduce(both);
    }
    found.ids = within(await take(5), from, to);
    found.refine = async function (hard) {
      if (!left.length) { return thinner.thin(hard); }
      found.ids = await take(4, found.ids);
      return true;
    };
    found.cost = function () { return left.length ? 4 : thinner.cost(); };
    for (var before = Infinity; found.ids.length > FEW && found.ids.length < before * .8 && (left.length || thinner.cheap());) {
      before = found.ids.length;
      await found.refine();
    }
    while (exact && await found.refine()) { /* 每个词就是一个字对：全部取到，集合就是准的 */ }
    return found;
  };
  Shards.prototype.pair = async function (word, from, to) {
    var self = this, grams = around(word);
    var known = grams.reduce(function (n, gram) { return n + (self.isCommon(gram) ? self.counts[self.common[gram]] : 0); }, 0);
    // 常见的，核对不多几条就够一页，不必把每一组都取来
    if (known * 16 > this.size) { return this.everything(from, to, false); }
    var sets = await Promise.all(grams.map(async function (gram) {
      return self.isCommon(gram) ? joined((await self.stretch(gram, from, to)).map(listed)) : self.rare(gram);
    }));
    return { ids: within(either(sets), from, to), done: true, exact: true };
  };
  Shards.prototype.everything = function (from, to, exact) {
    var wide = this.head.block, found = { ids: [], done: to <= from, exact: exact };
    found.more = function () {
      var next = from + found.ids.length, end = Math.min(next + wide, to);
      found.ids = found.ids.concat(span(next, end));
      found.done = end >= to;
    };
    if (!found.done) { found.more(); }
    return found;
  };
  // 全是常见的：一段一段地取，不够再多取几段
  Shards.prototype.blocks = async function (common, from, to, exact) {
    var self = this, next = Math.floor(from / this.head.block) * this.head.block, wide = this.head.block;
    var chosen = exact ? common : common.splice(0, 3), found = { ids: [], done: to <= from, exact: exact }, seen = 0;
    found.more = async function () {
      var begin = Math.max(next, from), end = Math.min(next + wide, to);
      var sets = await Promise.all(chosen.map(function (gram) { return self.stretch(gram, begin, end); }));
      var least = within(joined(sets[0].map(listed)), begin, end); // 最少见的那个写出来，别的只看有没有
      found.ids = found.ids.concat(sets.slice(1).reduce(sifted, least));
      found.done = end >= to;
      seen += least.length;
      found.times = total && !found.done && found.ids.length ? (total.entities + total.records) / seen : 0;
      next = end;
      wide = found.ids.length ? wide * 2 : self.size; // 一条也没有，多半是没有：余下的一次取完
    };
    var thinner = this.thinner(found, exact ? [] : common, chosen);
    found.refine = thinner.thin;
    found.cost = thinner.cost;
    // 不限清单的，每个字对各有多少，目录里写着：只有一个字对，这就是总数；不止一个，看过的是最少见的那个的几分之几，可以估计
    var edge = this.head.organisations, at = this.common[chosen[0]], total = null;
    if ((from === 0 || from === edge) && (to === edge || to === this.size)) {
      total = { entities: from < edge ? this.head.named[at] : 0, records: to > edge ? this.counts[at] - this.head.named[at] : 0 };
    }
    if (chosen.length === 1 && exact) { found.counts = total; }
    if (!found.done) { await found.more(); }
    return found;
  };
  // 机构的、每份清单的，各在自己的文件夹里：内容变了，文件夹就换名字。at：0 是机构，往后是各清单
  Shards.prototype.own = function (at) { return this.head.folder.replace(/[^/]*$/, this.head.folders[at]); };
  // 一条在哪一组里：从 first 起的 count 条
  Shards.prototype.part = function (id) {
    var head = this.head, size = head.chunk, list = id < head.organisations ? { first: 0, count: head.organisations } : listOf(head, id);
    var number = Math.floor((id - list.first) / size);
    return { at: head.lists.indexOf(list) + 1, number: number, first: list.first + number * size, count: Math.min(size, list.count - number * size) };
  };
  Shards.prototype.rows = async function (ids) {
    var self = this;
    return Promise.all(ids.map(async function (id) {
      var part = self.part(id), data = await self.file('rows/' + Math.floor(part.number / 1000) + '/' + part.number, self.own(part.at));
      if (!data.rows) { data.rows = unfolded(text(data).split('\n'), part.count); }
      return data.rows[id - part.first];
    }));
  };
  // 一组行是一列一列地写的
  function unfolded(lines, count) {
    return span(0, count).map(function (row) { return lines.filter(function (_, at) { return at % count === row; }); });
  }
  Shards.prototype.column = async function (list, name) { return JSON.parse(utf8.decode(await this.file(name, this.own(this.head.lists.indexOf(list) + 1)))); };

  // ---- 一次查询：候选按次序核对，够一页就停；再要一页就接着核对 ----
  var PART = 20, SETTLED = 400, BUDGET = 400, PHRASE = 100; // 一次最多核对这么多条，没有查完的接着问
  var FIRST = 4, NEXT = 6; // 大站的每一条要取一个小文件：少取几个，有一条对的就先给出

  function Walk(engine, one, words, range, keep, order) {
    this.engine = engine;
    this.one = one;
    this.words = words;
    this.from = range[0];
    this.to = range[1];
    this.keep = keep;
    this.order = order;
    this.hits = [];
    this.next = this.checks = 0;
  }
  Walk.prototype.start = async function () {
    this.found = await this.engine.tier.candidates(this.words, this.from, this.to);
    if (this.order) { await this.all(); }
    this.queue = this.order ? this.order(this.kept()) : null;
    return this;
  };
  Walk.prototype.all = async function () {
    while (!this.found.done) {
      await this.engine.wanted(this.one);
      await this.found.more();
    }
  };
  Walk.prototype.kept = function () {
    if (!this.keep) { return this.found.ids; }
    if (this.filtered !== this.found.ids) { this.filtered = this.found.ids; this.chosen = this.filtered.filter(this.keep); }
    return this.chosen;
  };
  Walk.prototype.todo = function () { return this.queue || this.kept(); };
  Walk.prototype.checked = async function (ids) {
    var engine = this.engine, words = this.words, rows = await engine.tier.rows(ids), exact = this.found.exact;
    return rows.map(function (row, i) { return engine.hit(ids[i], row); }).filter(function (hit) {
      if (exact) { return true; }
      var text = normaliseLines(hit.fields.join('\n'));
      return words.every(function (word) { return text.indexOf(word) >= 0; });
    });
  };
  Walk.prototype.reach = async function (count, budget, whole) {
    budget = budget || BUDGET;
    var hasty = this.engine.tier.far && count !== Infinity && !whole;
    for (var seen = 0; this.hits.length < count && (seen < budget || count === Infinity);) {
      if (hasty && this.hits.length && seen) { return; }
      if (this.engine.tier.far) { await this.engine.wanted(this.one); }
      var todo = this.todo();
      if (this.next >= todo.length) {
        if (this.found.done) { return; }
        await this.found.more();
        continue;
      }
      var most = hasty ? this.next ? NEXT : FIRST : PART;
      var part = todo.slice(this.next, this.next + Math.min(most, Math.max(count - this.hits.length, 5)));
      var good = await this.checked(part);
      this.next += part.length;
      this.checks += part.length;
      seen += part.length;
      this.hits = this.hits.concat(good);
      // 多半不对，说明候选太宽：再取一两个字对来筛，已经核对过的不动。剩下的还没有要取的文件多，就直接核对
      if (!this.queue && this.found.refine && good.length * 2 < part.length && todo.length - this.next > this.found.cost()) { await this.refine(part[part.length - 1], !good.length); }
    }
  };
  Walk.prototype.refine = async function (last, hard) {
    if (!await this.found.refine(hard)) { return; }
    this.next = this.kept().filter(function (id) { return id <= last; }).length;
  };
  Walk.prototype.settled = function () { return this.found.done && this.next >= this.todo().length; };
  Walk.prototype.settle = async function (limit) {
    await this.all();
    if (!this.found.exact && this.todo().length <= limit) { await this.reach(Infinity); }
  };
  // 准确的编号：集合本身准确，或者每一条都核对过
  Walk.prototype.ids = function () {
    if (this.found.exact) { return this.kept(); }
    return this.hits.map(function (hit) { return hit.id; }).concat(this.todo().slice(this.next));
  };
  Walk.prototype.sure = function () { return this.found.done && this.found.exact || this.settled(); };
  // 没有核对完时，按已经核对的对错比例估计
  Walk.prototype.share = function () { return this.sure() || !this.next || this.found.exact ? 1 : this.hits.length / this.next; };
  Walk.prototype.guess = function (n) { return this.sure() ? n : Math.max(Math.round(n * this.share()), n && 1); };
  Walk.prototype.counts = function () {
    if (this.found.counts && !this.keep) { return { entities: this.found.counts.entities, records: this.found.counts.records, sure: true }; }
    var named = this.engine.head.organisations, ids = this.ids(), times = this.found.times || 1; // 还没有看完的，按看过的估计
    var entities = ids.filter(function (id) { return id < named; }).length;
    return { entities: this.guess(entities * times), records: this.guess((ids.length - entities) * times), sure: this.sure(), more: !this.found.done && !this.found.times };
  };

  // ---- 引擎 ----
  function Engine(tier) {
    this.tier = tier;
    this.head = tier.head;
    this.recent = [];
    this.held = [];
    this.newest = 0;
    this.about = { as_of: tier.head.as_of, commit: tier.head.commit, organisations: tier.head.organisations, lists: tier.head.lists.map(function (list) {
      return { id: list.id, title: list.title, unit: list.unit, count: list.count, dated: list.dated, sorts: list.sorts };
    }) };
    this.size = this.head.lists.reduce(function (n, list) { return n + list.count; }, this.head.organisations);
  }
  Engine.prototype.hit = function (id, row) {
    var fields = searched(this.head, id, row);
    if (id < this.head.organisations) {
      return { kind: 'entity', id: id, href: 'entity/' + row[0] + '.html', title: row[2], code: row[0], count: +row[1], aliases: row.slice(3 + (this.head.letters || 0)).filter(Boolean), fields: fields };
    }
    var list = listOf(this.head, id), all = row.slice(3), key = all[list.key];
    return { kind: 'record', id: id, href: list.id + '/' + (row[0] || key) + '.html', list: list.title, day: row[1], mark: row[2], fields: fields,
      title: list.name.map(function (at) { return all[at]; }).filter(Boolean).join(' ') || key,
      facts: list.columns.filter(function (at) { return list.name.indexOf(at) < 0 && all[at]; }).map(function (at) { return [list.fields[at], all[at]]; }) };
  };
  Engine.prototype.list = function (id) { return this.head.lists.filter(function (list) { return list.id === id; })[0]; };
  // 数据没有按时更新：此后过了公示期的，当作没有。哪几条哪天到期，只说到 45 天；再旧的数据，还有到期记录的清单整个不列出
  function Past(head, days) {
    var gone = this.gone = {}, blind = head.lists.filter(function (list) { return list.later < days; });
    (head.ends || []).forEach(function (end) {
      var id = 0;
      if (end[0] < days) { end[1].split('.').forEach(function (gap) { id += parseInt(gap, 36); gone[id] = true; }); }
    });
    this.blind = blind.map(function (list) { return list.title; });
    this.shows = function (id) {
      return !gone[id] && !blind.some(function (list) { return id >= list.first && id < list.first + list.count; });
    };
    this.empty = !blind.length && !Object.keys(gone).length;
  }
  Engine.prototype.past = function (today) {
    var days = today ? (Date.parse(today) - Date.parse(this.head.as_of)) / 864e5 : 0;
    if (this.days !== days) {
      this.days = days;
      this.then = days > 0 ? new Past(this.head, days) : null;
      if (this.then && this.then.empty) { this.then = null; }
    }
    return this.then;
  };
  // 各清单的条数，减去已经过期的
  Engine.prototype.told = function (past) {
    var about = this.about, head = this.head;
    if (!past || past.about) { return past ? past.about : about; }
    var counts = head.lists.map(function (list) { return past.blind.indexOf(list.title) < 0 ? list.count : 0; });
    Object.keys(past.gone).forEach(function (id) {
      var at = +id < head.organisations ? -1 : head.lists.indexOf(listOf(head, +id));
      if (counts[at]) { counts[at]--; }
    });
    past.about = Object.assign({}, about, { lists: about.lists.map(function (list, i) { return Object.assign({}, list, { count: counts[i] }); }) });
    return past.about;
  };
  // 查到了、但已经过期的有几条：集合不准的，不多就逐条核对
  Engine.prototype.dropped = async function (made) {
    var past = made.past, walk = made.wide, sure = walk.found.done && walk.found.exact;
    var ids = walk.found.ids.filter(function (id) { return past.gone[id] && made.tests.every(function (test) { return test.has(id); }); });
    if (!walk.found.exact && ids.length <= SETTLED) { ids = await walk.checked(ids); sure = walk.found.done; }
    var named = this.head.organisations, parties = ids.filter(function (one) { return (one.id === undefined ? one : one.id) < named; }).length;
    return { entities: parties, records: ids.length - parties, sure: sure, blind: past.blind };
  };
  // 每个筛选项化成一个判断：这一条有没有选中的值
  Engine.prototype.tests = async function (list, filters) {
    var tier = this.tier;
    // 网址里别的参数（例如微信加上的）不是筛选项
    var names = list.facets.map(function (facet) { return facet.id; }).filter(function (name) { return filters && filters[name] && filters[name].length; });
    return Promise.all(names.map(async function (name) {
      var column = await tier.column(list, 'facet-' + name);
      var wanted = filters[name].map(function (label) { return column.values.indexOf(label); });
      var good = column.sets.map(function (set) { return set.some(function (at) { return wanted.indexOf(at) >= 0; }); });
      return { name: name, has: function (id) { return good[column.codes[id - list.first]]; } };
    }));
  };
  function allOf(tests) {
    return tests.length ? function (id) { return tests.every(function (test) { return test.has(id); }); } : null;
  }
  Engine.prototype.order = async function (list, sort) {
    if (!sort) { return null; }
    if (sort === 'reverse') { return function (ids) { return ids.slice().reverse(); }; }
    var down = sort.charAt(0) === '-', name = sort.replace(/^-/, '');
    var place = list.sorts.map(function (item) { return item.field; }).indexOf(name);
    if (place < 0) { return null; }
    var ranks = await this.tier.column(list, 'sort-' + place);
    return function (ids) {
      return ids.slice().sort(function (a, b) {
        var x = ranks[a - list.first], y = ranks[b - list.first];
        return (down ? y - x : x - y) || a - b;
      });
    };
  };
  Engine.prototype.begin = async function (request, one) {
    var list = request.list ? this.list(request.list) : null, q = request.q || '', whole = normalise(q);
    var terms = q.split(/\s+/).map(normalise).filter(Boolean), tests = list ? await this.tests(list, request.filters) : [];
    var order = list ? await this.order(list, request.sort) : null, past = this.past(request.today);
    var keep = allOf(past ? tests.concat({ has: past.shows }) : tests), engine = this, edge = this.head.organisations;
    var range = list ? [list.first, list.first + list.count] : [request.kind === 'record' ? edge : 0, request.kind === 'entity' ? edge : this.size];
    function walk(words) { return new Walk(engine, one, words, range, keep, order).start(); }
    var made = { one: one, list: list, range: range, whole: whole, terms: terms.length > 1 ? terms : [whole].filter(Boolean), tests: tests, past: past };
    // 大站里一个字查不了：每个字都有几十万条，只能说明，不能装作没有
    made.short = this.tier instanceof Shards && made.terms.length > 0 && made.terms.every(function (word) { return Array.from(word).length < 2; }) &&
      (list ? list.count : this.size) > SETTLED;
    if (made.short) { return made; }
    // 几个词：先是连在一起的，再是分别含有的；选了排序就不分先后
    var walks = await Promise.all([made.terms].concat(terms.length > 1 && !order ? [[whole]] : []).map(walk));
    made.wide = walks[0];
    made.main = walks[1] || made.wide;
    return made;
  };
  Engine.prototype.answer = async function (made, offset, size) {
    var main = made.main, wide = made.wide, end = offset + size, several = wide !== main;
    if (made.short) { return { short: true, entities: 0, records: 0, sure: false, left: false, hits: [], words: made.terms, head: this.about }; }
    var hits = await this.page(made, offset, end), counts = several && !wide.next && !wide.sure() ? main.counts() : wide.counts();
    return { entities: counts.entities, records: counts.records, sure: counts.sure && (!several || wide.sure()), more: counts.more || several && !wide.next && !wide.sure() && main.sure(), whole: several && !(made.given && !main.hits.length) ? main.counts() : null, hits: hits.slice(offset, end),
      left: hits.length > end || !wide.settled() || hits.length < wide.hits.length || !made.given && !main.settled(), checked: main.checks + (several ? wide.checks : 0),
      main: several && (made.given || main.settled()) ? main.hits.length : Infinity,
      words: made.terms.concat(several ? [made.whole] : []), exact: offset ? null : this.exact(made.whole, main), groups: this.groups(wide) };
  };
  // 几个词：先是连在一起的；有的话先给出，分别含有的接着问。连在一起的核对了一百条还不够一页，就不再分先后
  Engine.prototype.page = async function (made, offset, end) {
    var main = made.main, wide = made.wide, several = wide !== main;
    // 像是一整个代码、文号，又只有几条：查完才知道是不是只对应一页
    var few = numbered(made.whole) && main.found.done && main.todo().length <= PART;
    if (!made.given) { await main.reach(end, several ? PHRASE : BUDGET, few || several && offset); }
    if (!several || main.hits.length >= end || main.hits.length && !offset) { return main.hits; }
    made.given = made.given || !main.settled();
    await wide.reach(end);
    var seen = {};
    main.hits.forEach(function (hit) { seen[hit.id] = true; });
    return main.hits.concat(wide.hits.filter(function (hit) { return !seen[hit.id]; }));
  };
  function numbered(whole) { return /\d/.test(whole) && whole.length > 4; }
  // 整个代码、整个名称或整个文号恰好只对应一页
  Engine.prototype.exact = function (whole, walk) {
    if (!whole) { return null; }
    var number = numbered(whole);
    function only(kind) {
      var same = walk.hits.filter(function (hit) { return hit.kind === kind && hit.fields.some(function (f) { return normalise(f) === whole; }); });
      return same.length === 1 ? same[0] : null;
    }
    var found = only('entity') || (number ? only('record') : null);
    return found && { href: found.href, title: found.title, sure: number && walk.settled() };
  };
  Engine.prototype.groups = function (walk) {
    if (!walk.found.done) { return null; }
    var counts = {}, sure = walk.sure(), head = this.head;
    walk.ids().forEach(function (id) {
      if (id >= head.organisations) { var list = listOf(head, id); counts[list.id] = (counts[list.id] || 0) + 1; }
    });
    return head.lists.filter(function (list) { return counts[list.id]; }).map(function (list) {
      return { id: list.id, title: list.title, unit: list.unit, count: walk.guess(counts[list.id]), sure: sure };
    });
  };
  // 各筛选项的条数：数的是整个清单里符合其余条件的，不只是这一页
  Engine.prototype.facets = async function (made) {
    var tier = this.tier, list = made.list;
    var base = made.tests.length ? await new Walk(this, made.one, made.terms, made.range, made.past && made.past.shows, null).start() : made.wide;
    await base.settle(SETTLED);
    var ids = base.ids(), sure = base.sure();
    return Promise.all(list.facets.map(async function (facet) {
      var column = await tier.column(list, 'facet-' + facet.id), counts = column.values.map(function () { return 0; });
      var others = made.tests.filter(function (test) { return test.name !== facet.id; });
      ids.forEach(function (id) {
        if (others.every(function (test) { return test.has(id); })) {
          column.sets[column.codes[id - list.first]].forEach(function (at) { counts[at] += 1; });
        }
      });
      return { id: facet.id, title: facet.title, values: column.values, counts: counts.map(function (n) { return base.guess(n); }), sure: sure };
    }));
  };
  function added(differences) {
    var last = 0;
    return differences.map(function (difference) { last += difference; return last; });
  }
  Engine.prototype.fileRows = async function (made) {
    await made.wide.settle(Infinity);
    var rows = added(await this.tier.column(made.list, 'rows')), first = made.list.first;
    return made.wide.ids().map(function (id) { return rows[id - first]; }).sort(function (a, b) { return a - b; });
  };
  // 网页上又查了别的（nth 更大）：从前的查询停在这里，把线路让出来，等到再查它；已经不留着的，不再做下去
  Engine.prototype.wanted = function (one) {
    var self = this;
    return new Promise(function (go) {
      (function look() {
        if (one.nth >= self.newest) { go(); } else if (self.recent.indexOf(one) >= 0) { self.held.push(look); }
      })();
    });
  };
  // 同一个查询一次只做一件：后一页接着前一页核对。最近几个查询留着
  Engine.prototype.ask = function (request) {
    if (request.warm) { return Promise.resolve({}); } // 点进输入框：先把目录读来
    var self = this, key = JSON.stringify([request.q, request.list, request.kind, request.filters, request.sort, request.today]);
    var one = this.recent.filter(function (item) { return item.key === key; })[0];
    if (!one) {
      one = { key: key, nth: 0 };
      this.recent = [one].concat(this.recent.slice(0, 7));
    }
    // 没有说是第几问的、下载的，总要做完
    one.nth = request.nth && !request.rows ? Math.max(one.nth, request.nth) : Infinity;
    this.newest = Math.max(this.newest, request.nth || 0);
    this.held.splice(0).forEach(function (look) { look(); });
    one.turn = one.turn || this.wanted(one).then(function () { return self.begin(request, one); }).then(function (made) { one.made = made; });
    async function run() {
      await self.wanted(one);
      return self.answered(request, one.made);
    }
    var answer = one.turn.then(run);
    one.turn = answer.then(function () { /* 轮到下一件 */ }, function (error) {
      self.recent = self.recent.filter(function (item) { return item !== one; });
      throw error;
    });
    one.turn.catch(function () { /* 问的人会知道 */ });
    return answer;
  };
  Engine.prototype.answered = async function (request, made) {
    if (request.rows) { return this.fileRows(made); }
    if (request.settle && !made.short) { await made.wide.settle(request.settle); }
    var answer = await this.answer(made, request.offset || 0, request.size === undefined ? PART : request.size);
    if (request.facets && made.list && !made.short) { answer.facets = await this.facets(made); }
    answer.head = this.told(made.past);
    if (made.past && !made.short) {
      answer.gone = await this.dropped(made);
      answer.hits.forEach(function (hit) { hit.loose = true; }); // 机构的条数里可能有过期的
    }
    return answer;
  };

  // ---- 打开：assets/search.json 只说现在这一代数据在哪个文件里：大站的是目录，一段脚本；小站的是全部数据 ----
  async function opened(root, how, early, given) {
    var file = (await readJson(root + 'assets/search.json', how)).file;
    if (given && given.file === file) { return given; }
    if (isHead(file)) {
      scope.gongshiHead = null;
      await load(root + file);
    }
    return started(root, file, early);
  }
  function isHead(file) { return /\.js$/.test(file); }
  function started(root, file, early) {
    if (!isHead(file)) { return small(root, file, early); }
    if (!scope.gongshiHead) { throw new Error('missing'); }
    var engine = new Engine(new Shards(scope.gongshiHead, root));
    engine.file = file;
    return engine;
  }
  // 小站：要读全部数据。清单页有人要查了才去读
  function small(root, file, early) {
    var engine = null;
    function read() {
      engine = engine || whole(root + file, root);
      engine.catch(function () { engine = null; });
      return engine;
    }
    if (early) { read(); }
    return { file: file, ask: async function (request) { return (await read()).ask(request); } };
  }
  var ENOUGH = 48 * 1024; // 网络一次只给一两千个字节，攒够了再往下传
  function together(parts) {
    var out = new Uint8Array(parts.reduce(function (size, part) { return size + part.length; }, 0)), at = 0;
    parts.forEach(function (part) { out.set(part, at); at += part.length; });
    return out;
  }
  // 全部数据有几兆，逐字规范化要一会儿：放到后台线程里，打字不卡；收到一点就解开一点、读一点，收完差不多也读完了
  async function whole(file, root) {
    var behind = scope.Worker ? new Behind(root) : null, incoming = behind || new Incoming();
    try {
      var answer = await fetch(file), reader = answer.body && answer.body.getReader(), part, held = [], size = 0;
      if (!answer.ok) { throw new Error('missing'); }
      if (!reader) { held = [new Uint8Array(await answer.arrayBuffer())]; }
      while (reader && !(part = await reader.read()).done) {
        held.push(part.value);
        size += part.value.length;
        if (size >= ENOUGH) { incoming.push(together(held)); held = []; size = 0; }
      }
      if (held.length) { incoming.push(together(held)); }
      incoming.end();
    } catch (error) {
      if (behind) { behind.worker.terminate(); }
      throw error;
    }
    return behind || incoming.engine;
  }
  function Incoming() {
    var self = this;
    this.decoder = new TextDecoder();
    this.rest = '';
    this.held = [];
    this.engine = new Promise(function (done, fail) { self.done = done; self.fail = fail; });
    this.engine.catch(function () { /* 问的时候会知道 */ });
  }
  Incoming.prototype.push = function (bytes) {
    if (this.packed === undefined) {
      this.packed = isPacked(bytes);
      if (this.packed && scope.DecompressionStream) { this.unpack(); }
    }
    if (this.writer) { this.writer.write(bytes).catch(function () { /* 读的人会知道 */ }); }
    else if (this.packed) { this.held.push(bytes); }
    else { this.read(bytes); }
  };
  Incoming.prototype.unpack = function () {
    var self = this, stream = new DecompressionStream('gzip'), reader = stream.readable.getReader();
    this.writer = stream.writable.getWriter();
    function next() {
      return reader.read().then(function (part) {
        if (part.done) { return self.finish(); }
        self.read(part.value);
        return next();
      });
    }
    next().catch(this.fail);
  };
  Incoming.prototype.end = function () {
    var self = this;
    if (this.writer) { this.writer.close().catch(function () { /* 读的人会知道 */ }); }
    else if (!this.packed) { this.finish(); }
    else {
      unpacked(together(this.held)).then(function (data) { self.read(data); self.finish(); }).catch(this.fail);
    }
  };
  // 一行是一段；读不成的，谁问谁知道
  Incoming.prototype.read = function (bytes) {
    try {
      var lines = (this.rest + this.decoder.decode(bytes, { stream: true })).split('\n');
      this.rest = lines.pop();
      lines.forEach(this.line, this);
    } catch (error) { this.fail(error); }
  };
  Incoming.prototype.line = function (text) {
    var said = JSON.parse(text);
    if (this.scan) { this.scan.take(said); } else { this.scan = new Scan(said); }
  };
  Incoming.prototype.finish = function () {
    try {
      if (this.rest || !this.scan) { throw new Error('missing'); }
      this.done(new Engine(this.scan.whole()));
    } catch (error) { this.fail(error); }
  };
  function Behind(root) {
    var waiting = this.waiting = {};
    this.worker = new Worker(root + 'assets/engine.js#search');
    this.last = 0;
    this.worker.onmessage = function (event) {
      var one = waiting[event.data.id];
      delete waiting[event.data.id];
      if (event.data.error) { one.fail(new Error(event.data.error)); } else { one.done(event.data.answer); }
    };
    this.worker.onerror = function () {
      Object.keys(waiting).forEach(function (id) { waiting[id].fail(new Error('missing')); delete waiting[id]; });
    };
  }
  Behind.prototype.say = function (what, given) { this.worker.postMessage(what, given); };
  Behind.prototype.push = function (bytes) { this.say({ bytes: bytes }, [bytes.buffer]); };
  Behind.prototype.end = function () { this.say({}); };
  Behind.prototype.ask = function (request) {
    var self = this, id = ++this.last;
    return new Promise(function (done, fail) { self.waiting[id] = { done: done, fail: fail }; self.say({ id: id, request: request }); });
  };
  // 清单页点进输入框才读。查找页一打开就读，而且网页里写着数据在哪个文件里（file）：不等目录就问，
  // 等到知道数据没有换过，才算答案；换过了，用新的重问。网页可能是浏览器从前存下的
  function remote(root, early, file) {
    var ready = null, given = null;
    base = root;
    function open(how) {
      ready = opened(root, how, early, given);
      ready.catch(function () { ready = null; });
      return ready;
    }
    async function answered(request) {
      var first = given && given.ask(request), engine;
      if (first) { first.catch(function () { /* 下面会等它 */ }); }
      engine = await (ready || open({ cache: 'no-cache' }));
      if (engine === given) { return first; }
      given = null;
      return engine.ask(request);
    }
    if (file && (scope.gongshiHead || !isHead(file))) { given = started(root, file, true); }
    if (early) { open({ cache: 'no-cache' }); }
    return async function (request) {
      try {
        return await answered(request);
      } catch (error) {
        return (await open({ cache: 'reload' })).ask(request);
      }
    };
  }

  // 从文件夹打开的网页只能加载脚本；数据太多的站没有这个脚本
  function local(root) {
    var ready = null;
    return async function (request) {
      ready = ready || new Promise(function (done, fail) {
        scope.gongshiData = function (pieces) {
          var scan = new Scan(pieces[0]);
          pieces.slice(1).forEach(scan.take, scan);
          done(new Engine(scan.whole()));
        };
        load(root + 'assets/search-data.js').catch(function () { ready = null; fail(new Error('local')); });
      });
      return (await ready).ask(request);
    };
  }

  var SIZES = { entity: 5, record: 10 }; // 先给几条
  function question(state, kind, extra) {
    return Object.assign({ q: state.q, list: state.list, filters: state.filters, sort: state.sort, nth: state.nth, kind: kind, today: scope.gongshiToday() }, extra);
  }
  // 查找页：地址里带着的，网页还没有画出来就先问；等 search.js 来问同一件事，就是这个答案
  function early(root, file) {
    var ask = door(root, true, file), first = {}, said = new URLSearchParams(scope.location.search), state = { q: said.get('q') || '', list: '', filters: {}, sort: '', nth: 1 };
    (normalise(state.q) && !said.get('list') ? Object.keys(SIZES) : []).forEach(function (kind) {
      var asked = question(state, kind, { size: SIZES[kind], facets: false });
      first[JSON.stringify(asked)] = ask(asked);
      first[JSON.stringify(asked)].catch(function () { /* 问的人会知道 */ });
    });
    return function (request) {
      var key = JSON.stringify(request), found = first[key];
      delete first[key];
      return found || ask(request);
    };
  }
  var door = scope.location.protocol === 'file:' ? local : remote, own = scope.document && scope.document.currentScript;
  scope.gongshi = { normalise: normalise, remote: remote, door: door, question: question, sizes: SIZES };
  if (own && own.hasAttribute('data-root')) { scope.gongshi.ask = early(own.getAttribute('data-root'), own.getAttribute('data-file')); }

  // 在后台线程里：先收到全部数据，再一个一个地答
  if (!scope.document && scope.location.hash === '#search') {
    var incoming = new Incoming();
    base = '../';
    scope.onmessage = function (event) {
      if (!event.data.request) { if (event.data.bytes) { incoming.push(event.data.bytes); } else { incoming.end(); } return; }
      incoming.engine.then(function (found) { return found.ask(event.data.request); }).then(function (answer) { scope.postMessage({ id: event.data.id, answer: answer }); },
        function (error) { scope.postMessage({ id: event.data.id, error: error.message }); });
    };
  }
})(self);
