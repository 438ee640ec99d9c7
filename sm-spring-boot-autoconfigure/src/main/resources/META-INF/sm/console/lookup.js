// Which node, which shard, which owner, why.
import { h, byId, facts } from './dom.js';

export function prepareLookup() {
  byId('lookup').addEventListener('submit', async (event) => {
    event.preventDefault();
    const key = byId('key').value;
    const answer = await fetch(`api/key?key=${encodeURIComponent(key)}`).catch(() => null);
    const body = answer ? await answer.json().catch(() => ({ error: `status ${answer.status}` })) : { error: 'no answer' };
    byId('found').hidden = false;
    byId('found').replaceChildren(...(answer?.ok ? found(body) : [h('p', { class: 'error' }, body.error)]));
  });
}

function found(body) {
  return [h('h2', {}, 'Key ', h('code', {}, body.key), ' ', h('button', { onclick: () => { byId('found').hidden = true; } }, 'Hide')),
    ...body.services.map((one) => h('div', { class: 'in-service' }, h('h3', {}, `Service ${one.service}`),
      facts({ shard: one.shard, owner: one.owner ?? 'nobody', address: one.address, epoch: one.epoch || null, state: one.state.toLowerCase(), standbys: one.standbys.join(', '), why: one.reason }))),
    ...body.pools.map((one) => h('div', { class: 'in-pool' }, h('h3', {}, `Pool ${one.pool}`, body.pool === one.pool ? h('span', { class: 'faint' }, ' \u2713 where its prefix sends it') : ''),
      facts({ node: one.node, then: one.nodes.slice(1).join(', '), ...one.why })))];
}
