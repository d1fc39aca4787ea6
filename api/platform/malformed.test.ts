import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { ApiClient, testDeps } from '../../test/fixtures/api-client';
import { makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';

let database: TestDatabase;
let leader: ApiClient;

beforeAll(async () => {
  database = await startDatabase();
  await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  const app = createApp(testDeps(database.db, tmpdir(), { now: Date.now() }));
  leader = await new ApiClient(app).signIn('leader.mau-01');
}, 60_000);
afterAll(() => database.stop());

test.each(['null', 'x', '%00', 'đ', "'%20OR%20''='", '%F0%9F%8E%93', '0'.repeat(300), '-1'])(
  'every route answers 4xx to “%s” in its path',
  async (part) => {
    const { paths } = (await (await leader.get('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const asked = Object.entries(paths).flatMap(([path, methods]) =>
      path.includes('{') ? Object.keys(methods).map((method) => [method, path] as const) : [],
    );
    expect(asked.length).toBeGreaterThan(30);
    for (const [method, path] of asked) {
      const body = method === 'get' || method === 'delete' ? undefined : {};
      const address = path.replace(/\{\w+\}/g, part);
      const key = { 'idempotency-key': randomUUID() };
      const { status } = await leader.send(method.toUpperCase(), address, body, key);
      expect(`${method} ${path}: ${status}`).toMatch(/: 4\d\d$/);
    }
  },
);
