// 测速用：Pagefind 的搜索页。每两个字算一个词，整句加引号；几个词各查一次再取交集；先显示五条，与它自带的界面一样。
import * as pagefind from './pagefind/pagefind.js';

const box = document.getElementById('q'), said = document.getElementById('said'), hits = document.getElementById('hits');
let turn = 0;

function phrase(term) {
  const signs = Array.from(term), pairs = signs.slice(1).map((sign, i) => signs[i] + sign);
  return '"' + (pairs.length ? pairs : signs).join(' ') + '"';
}

async function ask(text) {
  const mine = ++turn, terms = text.split(/\s+/).map(window.gongshi.normalise).filter(Boolean);
  if (!terms.length) { return; }
  const found = await Promise.all(terms.map(term => pagefind.search(phrase(term))));
  let results = found[0].results;
  for (const other of found.slice(1)) {
    const ids = new Set(other.results.map(result => result.id));
    results = results.filter(result => ids.has(result.id));
  }
  const shown = await Promise.all(results.slice(0, 5).map(result => result.data()));
  if (mine !== turn) { return; }
  window.benchIds = results.map(result => result.id);
  hits.replaceChildren(...shown.map(data => {
    const li = document.createElement('li');
    li.textContent = data.url;
    return li;
  }));
  said.textContent = `找到 ${results.length} 条`;
}

box.addEventListener('input', () => ask(box.value));
box.value = new URLSearchParams(location.search).get('q') || '';
ask(box.value);
