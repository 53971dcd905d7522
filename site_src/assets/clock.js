// 没有重新取到的旧网页（缓存、断网、另存的）也要按时撤下：最后一天过了的不再显示，别的一概不改。
// 日期按北京时间。设备的钟可能不准：慢了的不理，最早算到数据截至那天；快了的会少显示、多提醒，不会多显示，
// 而且提醒里写明截至哪天、几天没更新，看的人能发现是钟不对（快几年的钟，https 网站本来也打不开）。
(function () {
  'use strict';
  var doc = document, root = doc.documentElement, meta = doc.querySelector('meta[name=as-of]'), asOf = meta.content, gone = 0, seen;
  function today() {
    var day = new Date(Date.now() + 288e5).toISOString().slice(0, 10);
    return day > asOf ? day : asOf;
  }
  function add(to, tag, text) {
    var node = to.appendChild(doc.createElement(tag));
    node.textContent = text;
    return node;
  }
  function drop(node) {
    var here = doc.querySelector('.g-crumb [aria-current]');
    node.removeAttribute('data-until');
    if (node.className === 'g-whole') {
      node.textContent = '';
      doc.title = here.textContent = '信息已停止公示';
      add(node, 'h1', doc.title);
      add(node, 'p', '该信息公示期已满，依法停止公示。请以最新网页为准。');
    } else if (/^(TD|A)$/.test(node.tagName)) {
      node.removeAttribute('href');
      node.textContent = '—';
    } else {
      node.parentNode.removeChild(node);
      gone++;
    }
  }
  function tell(now) {
    var days = (Date.parse(now) - Date.parse(asOf)) / 864e5, most = meta.getAttribute('data-stale'), old = most && days > most;
    var note = doc.getElementById('g-old'), main = doc.getElementById('main'), d = asOf.split('-');
    if (!old && !gone) { return; }
    note = note || main.insertBefore(add(main, 'p', ''), main.firstChild);
    note.id = 'g-old';
    note.className = 'g-note';
    note.setAttribute('role', 'status');
    note.textContent = gone ? '本页有 ' + gone + ' 条公示期已满，不再显示。' : '';
    if (old) {
      add(note, 'span', '本页数据截至 ' + (now.split('-')[0] === d[0] ? '' : d[0] + '年') + +d[1] + '月' + +d[2] + '日，已 ' + days + ' 天没有更新，可能不是最新情况。请刷新页面，或者致电 ');
      note.appendChild(doc.querySelector('.g-foot [href^=tel]').cloneNode(true));
      add(note, 'span', ' 核实。');
    }
  }
  function look() {
    var now = today();
    if (doc.readyState === 'loading' || now === seen) { return; }
    seen = now;
    Array.prototype.forEach.call(doc.querySelectorAll('[data-until]'), function (node) {
      if (node.getAttribute('data-until') < now && root.contains(node)) { drop(node); }
    });
    tell(now);
    root.classList.remove('g-due');
  }
  self.gongshiToday = today;
  // 还没有读完的时候，先不露出可能已经过期的
  if (meta.getAttribute('data-changes') <= today()) { root.classList.add('g-due'); }
  doc.addEventListener('DOMContentLoaded', look);
  doc.addEventListener('visibilitychange', look);
  ['pageshow', 'beforeprint'].forEach(function (name) { self.addEventListener(name, look); });
})();
