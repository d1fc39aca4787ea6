import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Workbook } from 'exceljs';
import { createExportBook } from '../../activities/registers/export-book';
import { assignNumber } from '../../db/registers/assign-number';
import { Book, BookExport } from '../../db/registers/entity';
import { ensureBook } from '../../db/registers/make-book';
import { voidNumber } from '../../db/registers/void-number';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { rememberStarts } from '../../test/fixtures/remembered-starts';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { BookExportView } from './contract';

let database: TestDatabase;
let office: TestOffice;
let other: TestOffice;
let book: Book;
let clerk: ApiClient;
const started: { exportId: string }[] = [];
const clock = { now: Date.parse('2026-11-26T10:00:00+07:00') };
const folder = mkdtempSync(join(tmpdir(), 'so-'));

/** The API, with a Temporal that remembers what it was asked to start. */
function makeApp(isReachable = true) {
  const deps = testDeps(database.db, folder, clock);
  return createApp(isReachable ? { ...deps, temporal: rememberStarts(started) } : deps);
}

/** As the worker does. */
async function work(): Promise<void> {
  const { db, store, rules } = testDeps(database.db, folder, clock);
  const exportBook = createExportBook({ db, store, rules, now: () => new Date(clock.now) });
  for (const input of started.splice(0)) await exportBook(input);
}

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'so-01', 'UBND Phường Mẫu');
  other = await makeOffice(db, 'so-02', 'UBND Phường Khác');
  for (const { id } of [office, other]) await ensureBook(db.manager, id, 2026, 1);
  book = await db.manager.findOneByOrFail(Book, { officeId: office.id });
  clerk = await new ApiClient(makeApp()).signIn('clerk.so-01');
  const names = ['Nguyễn Văn Mẫu', '=Trần Thị Ví Dụ', 'Lê Văn Thử'];
  for (const [index, requesterName] of names.entries()) {
    const dossier = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00', {
      requester: { requesterName },
    });
    await assignNumber(db.manager, {
      ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk, actKey: 'seal' },
      ...{ at: new Date(clock.now), publishedSizeOf: () => 0 },
      format: (number) => `${String(number).padStart(3, '0')}/ĐT`,
    });
    if (index === 1) await voidNumber(db.manager, dossier.id, 'cancel', new Date(clock.now));
  }
}, 60_000);
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true });
});

const path = () => `/api/offices/${office.id}/book-exports`;
const fileOf = ({ id }: BookExportView) => `${path()}/${id}/so.xlsx`;

async function ask(order: object = { bookId: book.id }, client = clerk): Promise<BookExportView> {
  const answer = await client.send('POST', path(), order);
  expect(answer.status).toBe(202);
  return (await answer.json()) as BookExportView;
}

async function find({ id }: BookExportView): Promise<BookExportView | undefined> {
  const { items } = (await (await clerk.get(path())).json()) as { items: BookExportView[] };
  return items.find((each) => each.id === id);
}

const cancel = ({ id }: BookExportView) => clerk.send('POST', `${path()}/${id}/cancel`);
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

test('a book is written by the worker in its eight columns, with what became void said beside it', async () => {
  const asked = await ask();
  expect(asked).toMatchObject({ total: 3, progress: 0, doneAt: null, hasFile: false });
  expect(await said(await clerk.get(fileOf(asked)))).toBe('409 book-export-not-ready');
  // Asked for again while it is made it is the same, and is started once.
  expect((await ask()).id).toBe(asked.id);
  expect(started).toEqual([{ exportId: asked.id }]);
  await work();
  const bytes = await bytesOf(await clerk.get(fileOf(asked)));
  expect(await find(asked)).toMatchObject({ progress: 3, hasFile: true, bytes: bytes.length });
  const workbook = new Workbook();
  await workbook.xlsx.load(new Uint8Array(bytes).buffer);
  const rows: unknown[][] = [];
  workbook.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  const lines = rows.filter(([number]) => /^\d+\/ĐT$/.test(String(number)));
  expect(lines).toHaveLength(3);
  expect(lines[1]).toEqual([
    ...['002/ĐT', new Date('2026-11-26T00:00:00Z'), '=Trần Thị Ví Dụ', 'Giấy khai sinh'],
    ...[undefined, 1, 4000, 'Không còn hiệu lực: Hồ sơ đã hủy'],
  ]);
  const [read] = await database.db.query<{ count: string }[]>(
    "SELECT COUNT(*) AS count FROM audit_event WHERE action = 'download'",
  );
  expect(Number(read?.count)).toBe(1);
});

test('a download that broke off goes on where it ended, and no other file is taken for it', async () => {
  const made = await ask();
  await work();
  const get = (headers: Record<string, string>) =>
    clerk.send('GET', fileOf(made), undefined, headers);
  const whole = await get({});
  const bytes = await bytesOf(whole);
  const etag = String(whole.headers.get('etag'));
  expect(whole.headers.get('accept-ranges')).toBe('bytes');
  expect(whole.headers.get('content-length')).toBe(String(bytes.length));
  expect(whole.headers.get('content-disposition')).toContain('so-chung-thuc-2026.xlsx');
  const last = bytes.length - 1;
  for (const [range, first, until] of [
    ['bytes=0-9', 0, 9],
    ['bytes=100-', 100, last],
    [`bytes=100-${bytes.length + 50}`, 100, last],
    ['bytes=-5', last - 4, last],
    [`bytes=-${bytes.length + 5}`, 0, last],
  ] as const) {
    const part = await get({ range, 'if-range': etag });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes ${first}-${until}/${bytes.length}`,
    ]);
    expect(part.headers.get('content-length')).toBe(String(until - first + 1));
    expect(bytes.subarray(first, until + 1).equals(await bytesOf(part))).toBe(true);
  }
  // Another file by now, several parts, and what is no range: all of it.
  for (const headers of [
    { range: 'bytes=100-', 'if-range': `"${'0'.repeat(64)}"` },
    { range: 'bytes=0-1,4-5' },
    { range: 'bytes=9-3' },
    { range: 'lines=1-2' },
    { range: 'bytes=-' },
  ]) {
    const answer = await get(headers);
    expect(answer.status).toBe(200);
    expect(bytes.equals(await bytesOf(answer))).toBe(true);
  }
  for (const range of [`bytes=${bytes.length}-`, 'bytes=-0']) {
    const outside = await get({ range });
    expect(outside.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
    expect(await said(outside)).toBe('416 range-unsatisfiable');
  }
  expect((await get({ 'if-none-match': etag })).status).toBe(304);
});

test('over a real connection a damaged file breaks off, and one that is left half read is let go', async () => {
  const made = await ask();
  await work();
  const server = serve({ fetch: makeApp().fetch, port: 0, hostname: '127.0.0.1' });
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}${fileOf(made)}`;
    const get = () => fetch(url, { headers: clerk.headers() });
    const { store } = testDeps(database.db, folder, clock);
    const bytes = randomBytes(3_000_000);
    const hash = await store.put(bytes);
    await database.db.manager.update(BookExport, { id: made.id }, { workbookHash: hash });
    expect(bytes.equals(await bytesOf(await get()))).toBe(true);
    const half = (await get()).body!.getReader();
    await half.read();
    await half.cancel();
    const kept = join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);
    writeFileSync(kept, Buffer.from(bytes).fill(0, 3, 9));
    const told = jest.spyOn(console, 'error').mockReturnValue();
    await expect(get().then((answer) => answer.arrayBuffer())).rejects.toThrow();
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
    // What is small enough to be looked at first is refused whole.
    writeFileSync(kept, 'other bytes');
    expect(await said(await get())).toBe('500 content-damaged');
    rmSync(kept);
    expect(await said(await get())).toBe('500 content-missing');
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test('what is wanted no more is cancelled, leaves no file, and may be asked for again', async () => {
  const asked = await ask({ year: 2026 });
  clock.now += 60_000;
  expect((await cancel(asked)).status).toBe(204);
  const cancelledAt = (await find(asked))?.cancelledAt;
  expect(cancelledAt).toBe(new Date(clock.now).toISOString());
  clock.now += 60_000;
  expect((await cancel(asked)).status).toBe(204);
  await work();
  expect(await find(asked)).toMatchObject({ cancelledAt, doneAt: null, hasFile: false });
  expect(await said(await clerk.get(fileOf(asked)))).toBe('409 book-export-not-ready');
  const again = await ask({ year: 2026 });
  expect(again.id).not.toBe(asked.id);
  await work();
  // What is done stays.
  expect((await cancel(again)).status).toBe(204);
  expect(await find(again)).toMatchObject({ cancelledAt: null, hasFile: true });
});

test('only who has to do with the office’s books asks, sees, cancels and fetches', async () => {
  const made = await ask();
  const officer = await new ApiClient(makeApp()).signIn('officer.so-01');
  const stranger = await new ApiClient(makeApp()).signIn('clerk.so-02');
  const nobody = new ApiClient(makeApp());
  const order = { bookId: book.id };
  for (const [client, refusal] of [
    [officer, '403 right-missing'],
    [stranger, '404 office-unknown'],
    [nobody, '401 sign-in-needed'],
  ] as const) {
    const answers = await Promise.all([
      client.send('POST', path(), order),
      client.get(path()),
      client.send('POST', `${path()}/${made.id}/cancel`),
      client.get(fileOf(made)),
    ]);
    for (const answer of answers) expect(await said(answer)).toBe(refusal);
  }
  // By an office of one's own another's export is not reached either.
  const theirs = `/api/offices/${other.id}/book-exports`;
  for (const answer of [
    await stranger.send('POST', theirs, order),
    await stranger.send('POST', theirs, { year: 2031 }),
  ]) {
    expect(await said(answer)).toBe('422 book-unknown');
  }
  for (const id of [made.id, randomUUID()]) {
    expect(await said(await stranger.send('POST', `${theirs}/${id}/cancel`))).toBe(
      '404 book-export-unknown',
    );
    expect(await said(await stranger.get(`${theirs}/${id}/so.xlsx`))).toBe(
      '404 book-export-unknown',
    );
  }
  for (const wrong of [{}, { bookId: 'x' }, { year: 'x' }, { year: 1 }]) {
    expect(await said(await clerk.send('POST', path(), wrong))).toBe('422 input-invalid');
  }
  started.splice(0);
});

test('where the process cannot be reached nothing is left behind', async () => {
  const alone = await new ApiClient(makeApp(false)).signIn('clerk.so-01');
  await database.db.query('DELETE FROM book_export');
  expect(await said(await alone.send('POST', path(), { bookId: book.id }))).toBe(
    '503 process-unavailable',
  );
  expect(await database.db.manager.count(BookExport)).toBe(0);
});
