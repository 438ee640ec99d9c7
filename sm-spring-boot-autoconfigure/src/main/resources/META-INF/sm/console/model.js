// What this page knows, as the server has told it.
export const STATES = { H: 'held', A: 'being added', D: 'being dropped', U: 'without an owner', Q: 'quarantined' };

const MAX_MOVES = 1000;

export const model = { services: new Map(), pools: [], prefixes: null, migrations: [], moves: [], flights: [], hello: null };

export function forget() {
  model.services.clear();
  model.moves = [];
  model.flights = [];
}

function service(name) {
  if (!model.services.has(name)) {
    model.services.set(name, { name, generation: 0, controller: null, participants: [], shards: new Map(), held: new Map(), order: 0 });
  }
  return model.services.get(name);
}

// Who owns what, in the order of the shards' ids; built anew when something has changed.
function index(target) {
  target.held = new Map();
  target.homeless = [];
  target.quarantined = 0;
  target.held_count = 0;
  for (const shard of target.shards.values()) {
    if (shard.state === 'Q') {
      target.quarantined++;
    }
    if (shard.state === 'H') {
      target.held_count++;
    }
    if (shard.owner === null) {
      target.homeless.push(shard);
      continue;
    }
    if (!target.held.has(shard.owner)) {
      target.held.set(shard.owner, []);
    }
    target.held.get(shard.owner).push(shard);
  }
}

export const told = {
  hello(data) {
    model.hello = data;
  },
  service(data) {
    Object.assign(service(data.service), { generation: data.generation, controller: data.controller, participants: data.participants });
  },
  shards(data) {
    const target = service(data.service);
    const { names, ids, owners, epochs, states, loads, reasons, standbys } = data.shards;
    const before = target.shards;
    target.shards = new Map();
    for (let row = 0; row < ids.length; row++) {
      const owner = owners[row] < 0 ? null : names[owners[row]];
      const known = before.get(ids[row]);
      const changed = known && known.owner !== owner ? performance.now() : known?.changed ?? -1e9;
      target.shards.set(ids[row], { id: ids[row], owner, epoch: epochs[row], state: states[row], load: loads[row], reason: reasons[row] ?? '', standbys: standbys[row] ?? [], changed });
    }
    index(target);
  },
  changes(data) {
    const target = service(data.service);
    const now = performance.now();
    for (const row of data.rows) {
      const known = target.shards.get(row.id);
      const moved = known && known.owner !== row.owner;
      if (moved && known.owner !== null && row.owner !== null) {
        model.flights.push({ service: data.service, from: known.owner, to: row.owner, at: now });
      }
      target.shards.set(row.id, { ...row, changed: moved || !known ? now : known.changed });
    }
    data.gone.forEach((id) => target.shards.delete(id));
    model.flights = model.flights.slice(-200);
    index(target);
  },
  pools(data) {
    model.pools = data.pools;
  },
  prefixes(data) {
    model.prefixes = data;
  },
  migrations(data) {
    const before = new Map(model.migrations.map((migration) => [migration.pool, migration]));
    const now = performance.now();
    model.migrations = data.map((migration) => {
      const known = before.get(migration.pool);
      const same = known && known.startedAt === migration.startedAt;
      const since = same ? known.since : { at: now, moved: migration.moved };
      const seconds = (now - since.at) / 1000;
      return { ...migration, since, rate: seconds > 1 ? (migration.moved - since.moved) / seconds : null };
    });
  },
  moves(data) {
    model.moves = model.moves.concat(data).slice(-MAX_MOVES);
  },
};
