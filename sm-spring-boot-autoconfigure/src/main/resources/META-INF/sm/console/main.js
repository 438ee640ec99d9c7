// Connects, and shows what is told, at most once a frame.
import { h, byId } from './dom.js';
import { model, told, forget } from './model.js';
import { showServices } from './services.js';
import { showPools } from './pools.js';
import { prepareLookup } from './lookup.js';
import { askRights } from './operations.js';

const SILENCE = 15000;

const changed = new Set();

let heard = performance.now();

let source = null;

function show() {
  const what = new Set(changed);
  changed.clear();
  if (what.has('hello')) {
    byId('application').textContent = model.hello.application;
    document.title = `${model.hello.application} \u2013 sm console`;
  }
  if (['service', 'shards', 'changes'].some((name) => what.has(name))) {
    showServices();
  }
  if (['pools', 'prefixes', 'migrations'].some((name) => what.has(name))) {
    showPools();
  }
  if (what.has('moves')) {
    showMoves();
  }
}

function showMoves() {
  const rows = model.moves.slice(-200).reverse().map((move) => h('tr', {}, h('td', {}, new Date(move.at).toLocaleTimeString()),
    h('td', {}, move.service), h('td', {}, move.shard), h('td', {}, move.from ?? '\u2013'), h('td', {}, move.to ?? '\u2013'),
    h('td', { class: 'number' }, move.epoch ? String(move.epoch) : ''), h('td', { class: 'reason' }, move.reason)));
  byId('history-none').hidden = rows.length > 0;
  byId('history-table').hidden = rows.length === 0;
  byId('history-table').tBodies[0].replaceChildren(...rows);
}

function state(name, text) {
  const place = byId('connection');
  if (place.dataset.state !== name) {
    place.dataset.state = name;
    place.textContent = text;
  }
}

function connect() {
  source?.close();
  source = new EventSource('api/events');
  for (const name of Object.keys(told)) {
    source.addEventListener(name, (event) => {
      heard = performance.now();
      if (name === 'hello') {
        // a new connection tells everything again
        forget();
      }
      told[name](JSON.parse(event.data));
      if (changed.size === 0) {
        requestAnimationFrame(show);
      }
      changed.add(name);
    });
  }
  source.addEventListener('time', () => {
    heard = performance.now();
    state('live', 'live');
  });
  source.onerror = () => {
    state('lost', 'connection lost; what is shown may be old');
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(connect, 3000);
    }
  };
}

// A connection can be dead without an error.
setInterval(() => {
  if (performance.now() - heard > SILENCE && byId('connection').dataset.state === 'live') {
    state('lost', 'connection lost; what is shown may be old');
    heard = performance.now();
    connect();
  }
}, 2000);

function prepareTheme() {
  const choice = byId('theme');
  let kept = '';
  try {
    kept = localStorage.getItem('sm-theme') ?? '';
  }
  catch {
    // nothing is kept where storage is not allowed
  }
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
    showServices();
  };
  choice.value = kept;
  choice.addEventListener('change', () => {
    apply(choice.value);
    try {
      localStorage.setItem('sm-theme', choice.value);
    }
    catch {
      // as above
    }
  });
  apply(kept);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', showServices);
}

prepareTheme();
prepareLookup();
await askRights();
connect();
