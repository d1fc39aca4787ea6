import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import {
  type FailedAct,
  forgetFailed,
  forgetHeld,
  type HeldState,
  heldMs,
  holdAct,
  isHeld,
  sendHeld,
  undoHeld,
  useFailedActs,
  useHeldAct,
} from './held-act';

/** A server of its own hears what is sent; only the address that a page has by itself is given by hand. */
let server: Server;
let heard: { path: string; key: string; body: unknown }[] = [];
let answer: (asked: IncomingMessage) => { status: number; body: object };
const before = globalThis.fetch;

beforeAll(async () => {
  server = createServer((asked, response) => {
    void text(asked).then((sent) => {
      const key = String(asked.headers['idempotency-key']);
      heard.push({ path: String(asked.url), key, body: JSON.parse(sent) });
      const { status, body } = answer(asked);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  globalThis.fetch = (path, init) =>
    before(typeof path === 'string' ? `http://127.0.0.1:${port}${path}` : path, init);
});
afterAll(async () => {
  globalThis.fetch = before;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  heard = [];
  answer = ({ url }) => ({ status: 200, body: { id: String(url).split('/')[3] } });
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
});
afterEach(async () => {
  undoHeld();
  await sendHeld();
  for (const one of read().failed) forgetFailed(one);
  forgetHeld();
  jest.useRealTimers();
});

/** What the pages are told. */
function read(): { held: HeldState | null; failed: readonly FailedAct[] } {
  let told: ReturnType<typeof read> = { held: null, failed: [] };
  const Probe = () => {
    told = { held: useHeldAct(), failed: useFailedActs() };
    return null;
  };
  renderToStaticMarkup(createElement(Probe));
  return told;
}

const hold = (id: string, onSent?: (dossier: { id: string }) => void) =>
  holdAct(
    {
      dossier: { id, code: `G22.99-${id}`, requesterName: 'Nguyễn Thị Ví Dụ' },
      ...{ words: { doing: 'Trả lại', done: 'Đã trả lại' }, path: `/dossiers/${id}/return` },
      body: { reason: 'Thiếu trang 2.' },
    },
    onSent ? { onSent } : {},
  );

test('an act waits ten seconds and is sent once then, with its key and its body', async () => {
  const sent: string[] = [];
  hold('a', ({ id }) => sent.push(id));
  const key = read().held?.act.key;
  expect(isHeld(read().held, 'a')).toBe(true);
  expect(isHeld(read().held, 'b')).toBe(false);
  jest.advanceTimersByTime(heldMs - 1);
  expect(read().held?.status).toBe('held');
  expect(heard).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(read().held?.status).toBe('sending');
  // Still nobody else has heard of it.
  expect(isHeld(read().held, 'a')).toBe(true);
  await sendHeld();
  expect(heard).toEqual([
    { path: '/api/dossiers/a/return', key, body: { reason: 'Thiếu trang 2.' } },
  ]);
  expect(sent).toEqual(['a']);
  expect(read().held).toMatchObject({ status: 'sent', dossier: { id: 'a' } });
  expect(isHeld(read().held, 'a')).toBe(false);
  jest.advanceTimersByTime(heldMs * 2);
  await sendHeld();
  expect(heard).toHaveLength(1);
});

test('what is taken back is never sent; taken back twice it is the first time alone', async () => {
  hold('a');
  expect(undoHeld()?.dossier.id).toBe('a');
  expect(undoHeld()).toBeNull();
  expect(read().held?.status).toBe('undone');
  expect(isHeld(read().held, 'a')).toBe(false);
  jest.advanceTimersByTime(heldMs * 2);
  await sendHeld();
  expect(heard).toEqual([]);
});

test('what is being sent is not taken back', async () => {
  hold('a');
  const sending = sendHeld();
  expect(undoHeld()).toBeNull();
  await sending;
  expect(heard).toHaveLength(1);
});

test('another act sends the one before it at once, and is held by itself', async () => {
  const sent: string[] = [];
  hold('a', ({ id }) => sent.push(id));
  hold('b', ({ id }) => sent.push(id));
  await jest.advanceTimersByTimeAsync(0);
  expect(read().held).toMatchObject({ status: 'held', act: { dossier: { id: 'b' } } });
  expect(undoHeld()?.dossier.id).toBe('b');
  await sendHeld();
  expect(heard.map(({ path }) => path)).toEqual(['/api/dossiers/a/return']);
  expect(sent).toEqual(['a']);
  // What is shown is of the second, not the first's end.
  expect(read().held?.status).toBe('undone');
});

test('“at once” ends when everything that was held is answered', async () => {
  hold('a');
  hold('b');
  await sendHeld();
  expect(heard.map(({ path }) => path).sort()).toEqual([
    ...['/api/dossiers/a/return', '/api/dossiers/b/return'],
  ]);
  expect(new Set(heard.map(({ key }) => key)).size).toBe(2);
});

test('a refusal is told until it is read, whatever is done meanwhile', async () => {
  answer = () => ({
    status: 409,
    body: { status: 409, code: 'dossier-out-of-turn', detail: 'Hồ sơ đã qua bước này.' },
  });
  const sent: string[] = [];
  hold('a', ({ id }) => sent.push(id));
  await sendHeld();
  expect(sent).toEqual([]);
  expect(read().held).toBeNull();
  expect(read().failed).toMatchObject([
    { act: { dossier: { id: 'a' } }, sentence: 'Hồ sơ đã qua bước này.' },
  ]);
  hold('b');
  expect(read().failed).toHaveLength(1);
  const [one] = read().failed;
  if (one) forgetFailed(one);
  expect(read().failed).toEqual([]);
  expect(read().held?.status).toBe('held');
});

test('the end of an act is forgotten; one that is held is not', async () => {
  hold('a');
  forgetHeld();
  expect(read().held?.status).toBe('held');
  await sendHeld();
  forgetHeld();
  expect(read().held).toBeNull();
});
