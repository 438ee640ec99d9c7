// What whoever looks may do.
import { byId, say } from './dom.js';

export const rights = { operator: false };

export async function askRights() {
  const answer = await fetch('api/rights');
  if (answer.ok) {
    Object.assign(rights, await answer.json());
  }
}

export async function operate(order) {
  if (!window.confirm(`Really ${order.action} ${order.participant ?? order.shard ?? order.pool}?`)) {
    return;
  }
  const headers = { 'Content-Type': 'application/json', 'X-Sm-Console': '1' };
  if (rights.csrfHeader) {
    headers[rights.csrfHeader] = rights.csrfToken;
  }
  const answer = await fetch('api/operations', { method: 'POST', headers, body: JSON.stringify(order) });
  const body = await answer.json().catch(() => ({ error: `status ${answer.status}` }));
  byId('detail').close();
  say(answer.ok ? `Done: ${body.done}` : `Not done: ${body.error}`);
  if (!answer.ok) {
    window.alert(`Not done: ${body.error}`);
  }
}
