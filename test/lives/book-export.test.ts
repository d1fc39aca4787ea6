import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createExportBook } from '../../activities/registers/export-book';
import { createApp } from '../../api/app';
import type { BookExportView } from '../../api/books/contract';
import type { ApiDeps } from '../../api/http/deps';
import { assignNumber } from '../../db/registers/assign-number';
import { ensureBook } from '../../db/registers/make-book';
import { SaoyError } from '../../domain/problem';
import { exportWorkflowId } from '../../workflows/registers/messages';
import { ApiClient, testDeps } from '../fixtures/api-client';
import { acceptDossier } from '../fixtures/dossiers';
import { makeOffice, type TestOffice } from '../fixtures/house';
import { startDatabase, type TestDatabase } from '../stack/database';
import { sharedTemporal } from '../stack/shared';
import { bundleWorkflows } from './bundle-workflows';

/** The life of an export, from what a person asks by HTTP to what its workflow has left. */

const taskQueue = 'book-export-lives';
const clock = { now: Date.parse('2026-11-26T10:00:00+07:00') };
const folder = mkdtempSync(join(tmpdir(), 'saoy-export-'));

let database: TestDatabase;
let office: TestOffice;
let clerk: ApiClient;
let client: Client;
let worker: Worker;
let running: Promise<void>;
/** What stands between a written workbook and the storage. */
let beforeKept: () => Promise<void> = () => Promise.resolve();

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'so-01', 'UBND Phường Mẫu');
  await ensureBook(db.manager, office.id, 2026, 1);
  const dossier = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00');
  await assignNumber(db.manager, {
    ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk, actKey: 'seal' },
    ...{ at: new Date(clock.now), publishedSizeOf: () => 0, format: (number) => `${number}/ĐT` },
  });
  const deps = testDeps(db, folder, clock);
  const { address, namespace } = await sharedTemporal();
  client = new Client({ connection: await Connection.connect({ address }), namespace });
  // On a task queue of this suite's own.
  const start = (type: string, options: object) =>
    client.workflow.start(type, { ...options, taskQueue } as never);
  const temporal = (() => Promise.resolve({ workflow: { start } })) as unknown;
  const app = createApp({ ...deps, temporal: temporal as ApiDeps['temporal'] });
  clerk = await new ApiClient(app).signIn('clerk.so-01');
  const { store, rules } = deps;
  const putFile = async (path: string) => {
    await beforeKept();
    return store.putFile(path);
  };
  const exportBook = createExportBook({
    ...{ db, rules, now: () => new Date(clock.now) },
    store: { ...store, putFile },
  });
  worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    ...{ namespace, taskQueue, activities: { exportBook } },
    workflowBundle: await bundleWorkflows(),
  });
  running = worker.run();
}, 120_000);
afterAll(async () => {
  worker.shutdown();
  await running;
  await client.connection.close();
  await database.stop();
  rmSync(folder, { recursive: true });
});

const path = () => `/api/offices/${office.id}/book-exports`;

async function ask(): Promise<string> {
  const answer = await clerk.send('POST', path(), { year: 2026 });
  return ((await answer.json()) as BookExportView).id;
}

async function find(id: string): Promise<BookExportView | undefined> {
  const { items } = (await (await clerk.get(path())).json()) as { items: BookExportView[] };
  return items.find((each) => each.id === id);
}

const ended = (id: string) => client.workflow.getHandle(exportWorkflowId(id)).result();
const dropped = () => database.db.query<{ hash: string }[]>('SELECT hash FROM dropped_content');

test('an export that is cancelled while its file is kept leaves none that anybody finds', async () => {
  let id = '';
  beforeKept = async () => {
    const cancelled = await clerk.send('POST', `${path()}/${id}/cancel`);
    expect(cancelled.status).toBe(204);
  };
  id = await ask();
  await ended(id);
  expect(await find(id)).toMatchObject({ doneAt: null, hasFile: false, progress: 1 });
  expect((await find(id))?.cancelledAt).not.toBeNull();
  // What was kept all the same goes with the next tidying.
  expect(await dropped()).toHaveLength(1);
}, 60_000);

test('one whose storage was away is tried again, and there', async () => {
  let tries = 0;
  beforeKept = () => {
    tries += 1;
    if (tries === 1) throw new SaoyError('storage-unavailable');
    return Promise.resolve();
  };
  const id = await ask();
  await ended(id);
  expect(tries).toBe(2);
  expect(await find(id)).toMatchObject({ hasFile: true, progress: 1, failure: null });
  const file = await clerk.get(`${path()}/${id}/so.xlsx`);
  expect((await file.arrayBuffer()).byteLength).toBe((await find(id))?.bytes);
}, 60_000);

test('one that cannot be kept for good says why', async () => {
  beforeKept = () => Promise.reject(new SaoyError('storage-full'));
  const id = await ask();
  await ended(id);
  expect(await find(id)).toMatchObject({
    hasFile: false,
    failure: expect.stringMatching(/hết chỗ/),
  });
}, 60_000);
