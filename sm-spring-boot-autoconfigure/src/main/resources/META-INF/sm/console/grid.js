// Participants by zone, each with its shards. Only what is in sight is drawn.
import { h, amount, count, color, say } from './dom.js';
import { model } from './model.js';
import { cell } from './cells.js';

const CARD = 190;
const GAP = 10;
const TITLE = 34;
const ZONE = 30;
const FLASH = 3000;

const SIZES = [[64, 12], [256, 8], [1200, 5], [Infinity, 3]];

export class Grid {

  constructor(name, onOpen) {
    this.name = name;
    this.onOpen = onOpen;
    this.canvas = h('canvas', {});
    this.spacer = h('div', { class: 'spacer' });
    this.box = h('div', {
      class: 'grid', tabindex: 0, role: 'listbox', 'aria-label': `Participants of ${name}; arrow keys choose one, Enter opens it`,
      onscroll: () => this.draw(), onkeydown: (event) => this.key(event),
      onclick: (event) => this.click(event),
    }, this.canvas, this.spacer);
    this.chosen = -1;
    this.cards = [];
    this.titles = [];
    new ResizeObserver(() => this.refresh()).observe(this.box);
  }

  get service() {
    return model.services.get(this.name);
  }

  refresh() {
    const width = this.box.clientWidth;
    if (width === 0) {
      return;
    }
    this.layOut(width);
    this.draw();
  }

  layOut(width) {
    const columns = Math.max(1, Math.floor((width - GAP) / (CARD + GAP)));
    const zones = Map.groupBy ? Map.groupBy(this.service.participants, (one) => one.zone) : group(this.service.participants);
    this.cards = [];
    this.titles = [];
    let y = GAP;
    const several = zones.size > 1 || !zones.has('');
    for (const zone of [...zones.keys()].sort()) {
      if (several) {
        this.titles.push({ text: zone === '' ? 'no zone' : `zone ${zone}`, y });
        y += ZONE;
      }
      y = this.row(zones.get(zone), columns, y);
    }
    this.height = y;
    this.columns = columns;
    this.spacer.style.height = `${y}px`;
    // its greatest height is in the style sheet
    this.box.style.height = `${y + 2}px`;
  }

  row(participants, columns, top) {
    let y = top;
    for (let start = 0; start < participants.length; start += columns) {
      let tallest = 0;
      participants.slice(start, start + columns).forEach((participant, column) => {
        const shards = this.service.held?.get(participant.id) ?? [];
        const size = SIZES.find(([most]) => shards.length <= most)[1];
        const across = Math.floor((CARD - 12) / (size + 1));
        const height = TITLE + Math.max(1, Math.ceil(shards.length / across)) * (size + 1) + 8;
        this.cards.push({ participant, shards, size, across, x: GAP + column * (CARD + GAP), y, height });
        tallest = Math.max(tallest, height);
      });
      y += tallest + GAP;
    }
    return y;
  }

  draw() {
    const ratio = window.devicePixelRatio || 1;
    const width = this.box.clientWidth;
    const height = this.box.clientHeight;
    if (this.canvas.width !== width * ratio || this.canvas.height !== height * ratio) {
      this.canvas.width = width * ratio;
      this.canvas.height = height * ratio;
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    const context = this.canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.translate(0, -this.box.scrollTop);
    const colors = palette();
    const now = performance.now();
    const inSight = (one, tall) => one.y + tall > this.box.scrollTop && one.y < this.box.scrollTop + height;
    context.font = '600 13px system-ui, sans-serif';
    context.fillStyle = colors.faint;
    this.titles.filter((title) => inSight(title, ZONE)).forEach((title) => context.fillText(title.text, GAP, title.y + 18));
    let moving = false;
    this.cards.forEach((card, number) => {
      if (inSight(card, card.height)) {
        moving = this.card(context, colors, card, number === this.chosen, now) || moving;
      }
    });
    moving = this.flights(context, colors, now) || moving;
    if (moving && !this.waiting) {
      this.waiting = true;
      setTimeout(() => {
        this.waiting = false;
        this.draw();
      }, 100);
    }
  }

  card(context, colors, card, chosen, now) {
    const { participant, shards, x, y } = card;
    context.fillStyle = colors.raised;
    context.fillRect(x, y, CARD, card.height);
    context.lineWidth = chosen ? 3 : 1;
    context.strokeStyle = chosen ? colors.accent : colors.line;
    context.setLineDash(participant.state === 'DRAINING' ? [5, 4] : []);
    context.strokeRect(x, y, CARD, card.height);
    context.setLineDash([]);
    context.fillStyle = colors.ink;
    context.font = '600 12px system-ui, sans-serif';
    context.fillText(participant.id, x + 6, y + 15, CARD - 12);
    context.fillStyle = colors.faint;
    context.font = '11px system-ui, sans-serif';
    context.fillText(about(participant, this.service), x + 6, y + 28, CARD - 12);
    let moving = false;
    shards.forEach((shard, place) => {
      const left = x + 6 + (place % card.across) * (card.size + 1);
      const top = y + TITLE + Math.floor(place / card.across) * (card.size + 1);
      cell(context, colors, shard.state, left, top, card.size);
      const age = now - shard.changed;
      if (age < FLASH) {
        moving = true;
        context.globalAlpha = 1 - age / FLASH;
        context.strokeStyle = colors.flash;
        context.lineWidth = 2;
        context.strokeRect(left - 1, top - 1, card.size + 2, card.size + 2);
        context.globalAlpha = 1;
      }
    });
    return moving;
  }

  // Lines from where shards were to where they are, for a moment.
  flights(context, colors, now) {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      return false;
    }
    const places = new Map(this.cards.map((card) => [card.participant.id, card]));
    let moving = false;
    for (const flight of model.flights) {
      const age = now - flight.at;
      const from = places.get(flight.from);
      const to = places.get(flight.to);
      if (flight.service === this.name && age < FLASH && from && to) {
        moving = true;
        context.globalAlpha = 0.6 * (1 - age / FLASH);
        context.strokeStyle = colors.flash;
        context.lineWidth = 1.5;
        context.beginPath();
        context.moveTo(from.x + CARD / 2, from.y + TITLE / 2);
        context.lineTo(to.x + CARD / 2, to.y + TITLE / 2);
        context.stroke();
        context.globalAlpha = 1;
      }
    }
    return moving;
  }

  click(event) {
    const area = this.canvas.getBoundingClientRect();
    const x = event.clientX - area.left;
    const y = event.clientY - area.top + this.box.scrollTop;
    const number = this.cards.findIndex((card) => x >= card.x && x < card.x + CARD && y >= card.y && y < card.y + card.height);
    if (number >= 0) {
      this.choose(number);
      this.onOpen(this.cards[number].participant.id);
    }
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns }[event.key];
    if (step) {
      event.preventDefault();
      this.choose(Math.min(Math.max(this.chosen + (this.chosen < 0 ? 1 : step), 0), this.cards.length - 1));
    }
    else if ((event.key === 'Enter' || event.key === ' ') && this.chosen >= 0) {
      event.preventDefault();
      this.onOpen(this.cards[this.chosen].participant.id);
    }
  }

  choose(number) {
    const card = this.cards[number];
    if (!card) {
      return;
    }
    this.chosen = number;
    if (card.y < this.box.scrollTop || card.y + card.height > this.box.scrollTop + this.box.clientHeight) {
      this.box.scrollTop = card.y - GAP;
    }
    say(`Participant ${card.participant.id}, ${about(card.participant, this.service)}`);
    this.draw();
  }

}

function group(participants) {
  const zones = new Map();
  participants.forEach((one) => zones.set(one.zone, [...(zones.get(one.zone) ?? []), one]));
  return zones;
}

function about(participant, service) {
  const parts = [`${count(participant.shards)} ${participant.shards === 1 ? 'shard' : 'shards'}`];
  if (participant.load > 0) {
    parts.push(`load ${amount(participant.load)}`);
  }
  if (participant.id === service.controller) {
    parts.push('controller');
  }
  if (participant.state === 'DRAINING') {
    parts.push('draining');
  }
  return parts.join(', ');
}

export function palette() {
  return Object.fromEntries(['ground', 'raised', 'ink', 'faint', 'line', 'accent', 'held', 'adding', 'dropping', 'failed', 'flash'].map((name) => [name, color(name)]));
}
