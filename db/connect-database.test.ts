import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type TestDatabase, startDatabase } from '../test/stack/database';
import { connectDatabase } from './connect-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
}, 60_000);
afterAll(() => database.stop());

test('waits for a database that comes up later', async () => {
  const url = new URL(database.url);
  const gate = createServer();
  const port = await listen(gate, 0);
  await new Promise((resolve) => gate.close(resolve));
  const away = new URL(url);
  away.port = String(port);
  const waits: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const behind = connect(Number(url.port), url.hostname);
    sockets.push(socket, behind);
    socket.pipe(behind).pipe(socket);
    for (const each of [socket, behind]) each.on('error', () => each.destroy());
  });
  const connected = connectDatabase(away.href, (reason) => {
    waits.push(reason);
    if (waits.length === 1) void listen(server, port);
  });
  const db = await connected;
  expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(waits[0]).toBe('ECONNREFUSED');
  await db.destroy();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}, 30_000);

test('does not wait where waiting mends nothing', async () => {
  const wrong = new URL(database.url);
  wrong.password = 'wrong';
  await expect(connectDatabase(wrong.href, () => undefined)).rejects.toThrow(/denied/i);
});

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}
