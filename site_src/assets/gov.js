// 每页都用的小脚本：长者版、复制、打印、朗读、微信提示。没有它，页面的内容和链接照样完整。
(function () {
  'use strict';
  var doc = document, html = doc.documentElement, elder = false;

  function remember(value) { try { localStorage.setItem('elder', value ? '1' : '0'); } catch (e) { /* 隐私模式 */ } }
  function recall() { try { return localStorage.getItem('elder') === '1'; } catch (e) { return false; } }
  function each(selector, act) { Array.prototype.forEach.call(doc.querySelectorAll(selector), act); }

  function setElder(value) {
    elder = value;
    html.classList.toggle('elder', value);
    each('#g-elder', function (link) { link.textContent = value ? '标准版' : '长者版'; });
  }

  function copy(text, done) {
    function byHand() {
      var box = doc.createElement('textarea');
      box.value = text;
      box.className = 'g-vh';
      doc.body.appendChild(box);
      box.select();
      try { if (doc.execCommand('copy')) { done(); } } finally { doc.body.removeChild(box); }
    }
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(text).then(done, byHand); } else { byHand(); }
  }

  function localVoice() {
    return speechSynthesis.getVoices().filter(function (v) { return v.localService && /^(zh|cmn)/i.test(v.lang); })[0];
  }

  // 只用本机语音：有些浏览器的在线语音会把文字发到外部网站。
  function read(button) {
    if (speechSynthesis.speaking) { speechSynthesis.cancel(); button.textContent = '朗读'; return; }
    var parts = doc.querySelector('.g-body').innerText.split(/[\n。；]+/).filter(Boolean);
    parts.forEach(function (part, i) {
      var say = new SpeechSynthesisUtterance(part);
      say.voice = localVoice();
      say.lang = 'zh-CN';
      if (i === parts.length - 1) { say.onend = function () { button.textContent = '朗读'; }; }
      speechSynthesis.speak(say);
    });
    button.textContent = '停止朗读';
  }

  function offerReading() {
    if (localVoice()) { each('.g-read', function (button) { button.hidden = false; }); }
  }

  function click(event) {
    var at = event.target.closest ? event.target.closest('a,button') : null;
    if (!at) { return; }
    if (at.id === 'g-elder') { event.preventDefault(); setElder(!elder); remember(elder); }
    if (at.id === 'g-standard') { remember(false); }
    if (at.classList.contains('g-print')) { window.print(); }
    if (at.classList.contains('g-read')) { read(at); }
    if (at.hasAttribute('data-copy')) {
      copy(at.getAttribute('data-copy'), function () {
        at.textContent = '已复制';
        setTimeout(function () { at.textContent = '复制'; }, 2000);
      });
    }
  }

  // 窄屏上表格排成卡片；有的浏览器会因此不再当它是表格，所以把角色写明。
  function nameTables() {
    var roles = { TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TD: 'cell' };
    each('.g-tbl, .g-kv, .g-tbl *, .g-kv *', function (node) {
      var role = node.tagName === 'TH' ? (node.scope === 'row' ? 'rowheader' : 'columnheader') : roles[node.tagName];
      if (role) { node.setAttribute('role', role); }
    });
  }

  function openDetails() { each('.g-more:not(.g-shut)', function (box) { box.open = true; }); }

  html.classList.remove('no-js');
  html.classList.add('js');
  if (/MicroMessenger/i.test(navigator.userAgent)) { html.classList.add('wx'); }
  setElder(/[?&]elder=1/.test(location.search) || recall());
  if (/[?&]elder=1/.test(location.search)) { remember(true); }
  window.addEventListener('beforeprint', openDetails);
  doc.addEventListener('click', click);
  doc.addEventListener('DOMContentLoaded', function () {
    setElder(elder);
    nameTables();
    if (matchMedia('(min-width:60em)').matches) { openDetails(); }
    if (window.speechSynthesis) {
      offerReading();
      if (speechSynthesis.addEventListener) { speechSynthesis.addEventListener('voiceschanged', offerReading); }
    }
  });
})();
