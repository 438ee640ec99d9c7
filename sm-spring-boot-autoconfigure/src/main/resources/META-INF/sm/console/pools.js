// Each pool's continuum, and a migration as a flow between nodes.
import { h, svg, byId, table, percent, count, amount } from './dom.js';
import { model } from './model.js';
import { rights, operate } from './operations.js';

// Okabe and Ito: told apart by everybody
const COLORS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8c7b00', '#777777'];

const MAX_NODES = 200;

const MAX_RULES = 200;

export function showPools() {
  byId('pools').hidden = model.pools.length === 0;
  byId('pool-list').replaceChildren(...model.pools.map(pool), ...(model.prefixes ? [prefixes(model.prefixes)] : []));
}

function prefixes({ defaultPool, rules }) {
  const rows = rules.slice(0, MAX_RULES).map((rule) => h('tr', {}, h('td', {}, h('code', {}, rule.prefix)), h('td', {}, rule.pool), h('td', { class: 'faint' }, rule.name)));
  return h('article', { class: 'pool prefixes' },
    h('h3', {}, 'Keys by prefix'),
    h('div', { class: 'scroll' }, table(['Key begins with', 'Pool', 'Rule'], [...rows, h('tr', {}, h('td', { class: 'faint' }, 'anything else'), h('td', {}, defaultPool), h('td', {}))])),
    rules.length > MAX_RULES ? h('p', { class: 'faint' }, `and ${count(rules.length - MAX_RULES)} more`) : null);
}

function pool(pool) {
  const migration = model.migrations.find((one) => one.pool === pool.name);
  return h('article', { class: 'pool', 'data-pool': pool.name },
    h('h3', {}, pool.name, ' ', h('span', { class: 'faint' }, pool.algorithm)),
    h('div', { class: 'pool-body' }, ring(pool), h('div', { class: 'scroll' }, nodes(pool))),
    migration && migration.phase !== 'STABLE' ? flow(migration) : null);
}

function ring(pool) {
  let at = 0;
  // of a replicated pool every node has all keys
  const whole = Math.max(1, pool.nodes.reduce((total, node) => total + node.share, 0));
  const around = 2 * Math.PI * 40;
  const arcs = pool.nodes.slice(0, MAX_NODES).filter((node) => node.share > 0).map((node) => {
    const arc = svg('circle', {
      cx: 60, cy: 60, r: 40, fill: 'none', 'stroke-width': node.up ? 18 : 8, stroke: COLORS[pool.nodes.indexOf(node) % COLORS.length],
      'stroke-dasharray': `${Math.max(node.share / whole * around - 1, 0.5)} ${around}`, transform: `rotate(${360 * at - 90} 60 60)`,
    }, svg('title', {}, `${node.name}: ${percent(node.share)}${node.up ? '' : ', down'}`));
    const middle = 2 * Math.PI * (at + node.share / whole / 2) - Math.PI / 2;
    at += node.share / whole;
    return [arc, node.share > 0.04 && node.name.length < 12
      ? svg('text', { x: 60 + 54 * Math.cos(middle), y: 63 + 54 * Math.sin(middle) }, node.name) : null];
  });
  return svg('svg', { class: 'continuum', viewBox: '-6 -2 132 124', role: 'img', 'aria-label': `The continuum of pool ${pool.name}: ${pool.nodes.map((node) => `${node.name} ${percent(node.share)}${node.up ? '' : ' down'}`).join(', ')}` },
    arcs.flat(), svg('text', { x: 60, y: 63 }, `${pool.nodes.length} nodes`));
}

function nodes(pool) {
  return table(['Node', 'Weight', 'Share', ''], pool.nodes.slice(0, MAX_NODES).map((node) => h('tr', {},
    h('td', {}, node.name), h('td', { class: 'number' }, count(node.weight)), h('td', { class: 'number' }, percent(node.share)),
    h('td', { class: node.up ? 'up' : 'down' }, state(node)))));
}

function state(node) {
  const state = node.state.toLowerCase().replace('_', ' ');
  return node.up ? `\u2713 up${state === 'serving' ? '' : `, ${state}`}` : '\u2717 down';
}

// Of algorithms for which pairs are not told, what each node loses goes to those that gain.
function pairs(migration) {
  if (migration.flows.length > 0) {
    return migration.flows;
  }
  const sum = (weights) => Object.values(weights).reduce((total, weight) => total + weight, 0) || 1;
  const change = (name) => (migration.to[name] ?? 0) / sum(migration.to) - (migration.from[name] ?? 0) / sum(migration.from);
  const names = [...new Set([...Object.keys(migration.from), ...Object.keys(migration.to)])];
  const gains = names.filter((name) => change(name) > 0);
  const gained = gains.reduce((total, name) => total + change(name), 0) || 1;
  return names.filter((name) => change(name) < 0)
    .flatMap((from) => gains.map((to) => ({ from, to, share: -change(from) * change(to) / gained })));
}

function flow(migration) {
  const moves = pairs(migration);
  const left = totals(moves, 'from');
  const right = totals(moves, 'to');
  const height = Math.max(left.height, right.height, 40);
  const bands = moves.map((move) => {
    const from = left.nodes.get(move.from);
    const to = right.nodes.get(move.to);
    const wide = Math.max(move.share * left.scale, 1);
    const y1 = from.y + from.used + wide / 2;
    const y2 = to.y + to.used + wide / 2;
    from.used += wide;
    to.used += wide;
    return svg('path', { d: `M120 ${y1} C220 ${y1} 220 ${y2} 320 ${y2}`, 'stroke-width': wide }, svg('title', {}, `${move.from} to ${move.to}: ${percent(move.share)}`));
  });
  const side = (nodes, x, anchor, text) => [...nodes].map(([name, node]) => [
    svg('rect', { x, y: node.y, width: 8, height: node.height }),
    svg('text', { x: text, y: node.y + node.height / 2 + 4, 'text-anchor': anchor }, `${name} ${percent(node.share)}`)]).flat();
  return h('div', { class: 'migration' },
    h('h4', {}, `Migration: ${migration.phase.toLowerCase()}${migration.mode ? `, ${migration.mode}` : ''}`),
    moves.length > 0 ? svg('svg', { class: 'flow', viewBox: `0 0 440 ${height}`, role: 'img', 'aria-label': `Keys move: ${moves.map((move) => `${percent(move.share)} from ${move.from} to ${move.to}`).join(', ')}` },
      bands, svg('g', {}, side(left.nodes, 112, 'end', 106)), svg('g', { class: 'to' }, side(right.nodes, 320, 'start', 334))) : null,
    progress(migration),
    rights.operator ? h('div', { class: 'actions' },
      h('button', { onclick: () => operate({ action: 'end', pool: migration.pool }) }, 'End'),
      h('button', { onclick: () => operate({ action: 'abort', pool: migration.pool }) }, 'Abort')) : null);
}

function totals(moves, side) {
  const nodes = new Map();
  moves.forEach((move) => nodes.set(move[side], (nodes.get(move[side]) ?? 0) + move.share));
  const scale = 160 / Math.max(moves.reduce((total, move) => total + move.share, 0), 1e-9);
  let y = 4;
  for (const [name, share] of [...nodes].sort()) {
    nodes.set(name, { share, y, height: Math.max(share * scale, 3), used: 0 });
    y += Math.max(share * scale, 14) + 6;
  }
  return { nodes, height: y, scale };
}

function progress(migration) {
  const { moved, remaining, rate } = migration;
  const parts = [`${count(moved)} keys moved`];
  if (remaining !== null) {
    parts.push(`${count(remaining)} to go`);
  }
  if (rate > 0) {
    parts.push(`${amount(rate)} keys/s`);
    if (remaining > 0) {
      parts.push(`${duration(remaining / rate)} left`);
    }
  }
  return [remaining === null ? null : h('progress', { max: Math.max(moved + remaining, 1), value: moved, 'aria-label': 'keys moved' }),
    h('p', { class: 'progress' }, parts.join(', '))];
}

function duration(seconds) {
  if (seconds < 90) {
    return `${Math.ceil(seconds)} s`;
  }
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
