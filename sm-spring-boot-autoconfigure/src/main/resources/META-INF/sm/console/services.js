// The services: facts, legend, grid, details, and what needs attention.
import { h, byId, facts, table, count, amount } from './dom.js';
import { model, STATES } from './model.js';
import { Grid, palette } from './grid.js';
import { cell, NAMES } from './cells.js';
import { rights, operate } from './operations.js';

const MAX_ROWS = 500;

const views = new Map();

export function showServices() {
  for (const [name, service] of model.services) {
    if (!views.has(name)) {
      views.set(name, make(name));
    }
    const view = views.get(name);
    view.facts.replaceChildren(facts({
      participants: count(service.participants.length), shards: count(service.shards.size), held: count(service.held_count ?? 0),
      quarantined: service.quarantined || null, generation: service.generation, controller: service.controller ?? 'none',
    }));
    view.grid.refresh();
  }
  attention();
}

function make(name) {
  const view = { grid: new Grid(name, (participant) => open(name, participant)), facts: h('div', {}) };
  byId('services').append(h('article', { class: 'service', 'data-service': name },
    h('div', { class: 'service-head' }, h('h2', {}, `Service ${name}`)), view.facts, legend(), view.grid.box));
  return view;
}

function legend() {
  const colors = palette();
  return h('ul', { class: 'legend' }, Object.keys(NAMES).map((state) => {
    const canvas = h('canvas', { width: 12, height: 12, 'aria-hidden': true });
    cell(canvas.getContext('2d'), colors, state, 0, 0, 12);
    return h('li', {}, canvas, STATES[state]);
  }), h('li', {}, 'dashed border: draining'));
}

// Shards that nobody serves, with the reason, first of all services.
function attention() {
  const rows = [];
  for (const service of model.services.values()) {
    const bad = [...(service.homeless ?? [])];
    if (service.quarantined) {
      bad.push(...[...service.shards.values()].filter((shard) => shard.state === 'Q' && shard.owner !== null));
    }
    bad.slice(0, MAX_ROWS).forEach((shard) => rows.push(h('tr', {}, h('td', {}, service.name), h('td', {}, shard.id),
      h('td', {}, STATES[shard.state]), h('td', { class: 'reason' }, shard.reason || 'no reason is known yet'),
      h('td', {}, shard.state === 'Q' && rights.operator
        ? h('button', { onclick: () => operate({ action: 'resume', service: service.name, shard: shard.id }) }, 'Try again') : null))));
    if (bad.length > MAX_ROWS) {
      rows.push(h('tr', {}, h('td', { colspan: 5 }, `and ${count(bad.length - MAX_ROWS)} more of ${service.name}`)));
    }
  }
  byId('attention').hidden = rows.length === 0;
  byId('attention-list').replaceChildren(h('div', { class: 'scroll' }, table(['Service', 'Shard', 'State', 'Reason', ''], rows)));
}

function open(name, id) {
  const service = model.services.get(name);
  const participant = service.participants.find((one) => one.id === id);
  if (!participant) {
    return;
  }
  const shards = service.held.get(id) ?? [];
  byId('detail-title').textContent = `Participant ${id}`;
  const action = participant.state === 'DRAINING' ? 'resume' : 'drain';
  byId('detail-body').replaceChildren(
    facts({ service: name, address: participant.address, zone: participant.zone, weight: participant.weight, state: participant.state.toLowerCase(), load: amount(participant.load), shards: count(shards.length) }),
    rights.operator ? h('div', { class: 'actions' }, h('button', { onclick: () => operate({ action, service: name, participant: id }) }, action === 'drain' ? 'Drain' : 'Resume')) : '',
    h('div', { class: 'scroll' }, table(['Shard', 'State', 'Epoch', 'Load', 'Standbys', 'Reason'], shards.slice(0, MAX_ROWS).map((shard) => h('tr', {},
      h('td', {}, shard.id), h('td', {}, STATES[shard.state]), h('td', { class: 'number' }, String(shard.epoch)),
      h('td', { class: 'number' }, amount(shard.load)), h('td', {}, shard.standbys.join(', ')), h('td', { class: 'reason' }, shard.reason))))),
    shards.length > MAX_ROWS ? h('p', { class: 'faint' }, `The first ${MAX_ROWS} of ${count(shards.length)}.`) : '');
  byId('detail').showModal();
}
