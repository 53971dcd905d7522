// Ask our engine one question after another over a simulated line, the same every time:
//   node tests/bench/search/line.mjs INDEX TRUTH.json [--count 320] [--top 20]
// INDEX is a folder with assets/search.json; TRUTH.json is kept by the bench. It takes no account of the processor.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import zlib from 'node:zlib';

const LATENCY = 50, BYTES_PER_MS = 1250, CONNECTIONS = 6, HEADERS = 280;
const ENGINE = fileURLToPath(new URL('../../../site_src/assets/engine.js', import.meta.url));
const [index, truth, ...options] = process.argv.slice(2);
const option = (name, otherwise) => options.includes(name) ? +options[options.indexOf(name) + 1] : otherwise;

// ---- the line: six requests at a time, one stream of bytes, a clock of its own ----
let now = 0, free = 0;
const waiting = [], flying = [], sent = [];
const buffer = bytes => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);

function send() {
  while (flying.length < CONNECTIONS && waiting.length) {
    const request = waiting.shift();
    free = request.end = Math.max(now + LATENCY, free) + (request.size + HEADERS) / BYTES_PER_MS;
    flying.push(request);
    sent.push(request.size + HEADERS);
  }
}
function fetched(url) {
  return new Promise(done => {
    const file = path.join(index, url), ok = fs.existsSync(file), body = ok ? fs.readFileSync(file) : Buffer.alloc(0);
    const size = file.endsWith('.json') ? zlib.gzipSync(body, { level: 6 }).length : body.length;
    waiting.push({ size, done: () => done({ ok, arrayBuffer: async () => buffer(body) }) });
    send();
  });
}
async function over(promise) {
  let outcome = null;
  promise.then(value => { outcome = { value }; }, error => { outcome = { error }; });
  for (;;) {
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    if (outcome) { if (outcome.error) { throw outcome.error; } return outcome.value; }
    if (flying.length) {
      flying.sort((a, b) => a.end - b.end);
      const request = flying.shift();
      now = Math.max(now, request.end);
      send();
      request.done();
    }
  }
}

// ---- what the engine takes of a browser; unpacking takes no time ----
const scope = {
  TextDecoder, Date, Math, fetch: fetched, document: {}, location: { protocol: 'http:', hash: '' },
  DecompressionStream: class {
    constructor() { this.readable = {}; this.writable = { getWriter: () => ({ write: async bytes => { this.readable.bytes = bytes; }, close: async () => {} }) }; }
  },
  Response: class { constructor(stream) { this.stream = stream; } async arrayBuffer() { return buffer(zlib.gunzipSync(this.stream.bytes)); } },
};
scope.self = scope;
vm.createContext(scope);
vm.runInContext(fs.readFileSync(ENGINE, 'utf8'), scope);
const { file } = JSON.parse(fs.readFileSync(path.join(index, 'assets/search.json'), 'utf8'));
vm.runInContext(fs.readFileSync(path.join(index, file), 'utf8'), scope);
const ask = scope.gongshi.remote('', true, file);

async function asked(q) {
  const from = now, first = sent.length;
  const answers = await over(Promise.all(['entity', 'record'].map(kind => ask({ q, kind, size: 20 }))));
  const total = answers.reduce((sum, one) => sum + one.entities + one.records, 0), own = sent.slice(first);
  return { ms: now - from, requests: own.length, kb: own.reduce((sum, size) => sum + size, 0) / 1000, total, sure: answers.every(one => one.sure) };
}

// ---- the questions to the whole site, evenly from all kinds, as the bench takes them ----
const known = JSON.parse(fs.readFileSync(truth, 'utf8')).measured.answers.filter(one => !Object.keys(one.query.filters).length && !one.query.sort);
const count = Math.min(option('--count', known.length), known.length);
const results = [];
await asked('卫生');
for (let at = 0; at < count; at++) {
  const one = known[Math.floor(at * known.length / count)], right = one.entities.total + one.records.total, found = await asked(one.query.text);
  if (found.sure && found.total !== right) { console.log(`WRONG TOTAL ${one.query.text}: ${found.total}, truly ${right}`); process.exitCode = 1; }
  results.push({ ...found, kind: one.query.kind, text: one.query.text, right, off: found.sure ? NaN : 100 * Math.abs(found.total - right) / Math.max(right, 1) });
}
function spread(title, numbers) {
  const sorted = numbers.filter(number => !Number.isNaN(number)).sort((a, b) => a - b);
  const at = share => Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]);
  if (sorted.length) { console.log(`${title}: ${at(.5)} / ${at(.9)} / ${at(.99)} / ${at(1)} (${sorted.length})`); }
}
console.log('median / 90th percentile / 99th / worst (count)');
spread('ms', results.map(one => one.ms));
spread('requests', results.map(one => one.requests));
spread('KB', results.map(one => one.kb));
spread('estimated totals off by %', results.map(one => one.off));
results.sort((a, b) => b.ms - a.ms);
for (const one of results.slice(0, option('--top', 10))) {
  console.log(`${Math.round(one.ms)} ms, ${one.requests} requests, ${Math.round(one.kb)} KB: ${one.text} [${one.kind}] ${one.sure ? '' : '~'}${one.total} of ${one.right}`);
}
