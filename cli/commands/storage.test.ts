import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { dropContents } from '../../db/contents/drop-contents';
import { recordCopyVersion } from '../../db/copies/record-copy-version';
import { DeskAccount } from '../../db/desk-accounts/entity';
import { Dossier } from '../../db/dossiers/entity';
import { recordMarkPicture } from '../../db/marks/record-marks';
import { ReceivedFile } from '../../db/scans/entity';
import { recordScan } from '../../db/scans/record-scan';
import type { ContentStore } from '../../storage/content-store';
import { openStore } from '../../storage/open-store';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { sharedS3 } from '../../test/stack/shared';
import type { StorageReport } from '../check-storage';
import { run } from './storage';

let database: TestDatabase;
let folder: string;
let store: ContentStore;
let office: TestOffice;
let id: string;
const at = new Date('2026-11-24T09:00:00+07:00');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);
const put = (text: string) => store.put(Buffer.from(text));

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  folder = await mkdtemp(join(tmpdir(), 'saoy storage '));
  process.env.DATABASE_URL = database.url;
  process.env.STORAGE_URL = pathToFileURL(folder).href;
  store = openStore(process.env.STORAGE_URL);
  office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  const dossier = await acceptDossier(db, office, '2026-11-24T08:00:00+07:00');
  ({ id } = dossier);
  await recordScan(db.manager, {
    ...{ dossierId: id, actorId: office.staff.officer, actKey: 'scan', at, archivable: true },
    ...{ receivedHash: sha256('two files'), hash: await put('plain'), pages: 2, bytes: 5 },
    files: [
      { sha256: await put('received 1'), bytes: 10, kind: 'png', turn: 0 },
      { sha256: await put('received 2'), bytes: 10, kind: 'png', turn: 0 },
    ],
  });
  const move = (action: 'submit' | 'sign' | 'return', more = {}) =>
    moveDossier(db, dossier, '2026-11-24T09:00:00+07:00', { action, ...more });
  await move('submit');
  const earlier = await put('signed before it came back');
  await move('sign', { changes: { certifiedHash: earlier }, details: { certifiedHash: earlier } });
  await move('return', { changes: { certifiedHash: null } });
  const hash = await put('copy');
  await recordCopyVersion(db.manager, { dossierId: id, hash, stampEndsAt: at, at });
  await recordMarkPicture(
    db.manager,
    {
      ...{ ownerId: office.staff.leader, kind: 'signature', width: 1, height: 1 },
      ...{ sha256: await put('picture'), receivedSha256: await put('picture as received') },
      ...{ setBy: office.staff.leader, setAt: at },
    },
    [office.id],
    'mark',
  );
}, 60_000);
afterAll(async () => {
  delete process.env.STORAGE_URL;
  await database.stop();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  jest.restoreAllMocks();
});

async function check(): Promise<StorageReport & { exitCode: number }> {
  let said = '';
  jest.spyOn(console, 'log').mockImplementation((line: string) => (said = line));
  const exitCode = await run(['check', '--json']);
  return { exitCode, ...(JSON.parse(said) as StorageReport) };
}

const found = ({ exitCode, missing, orphaned }: Awaited<ReturnType<typeof check>>) => ({
  exitCode,
  missing: missing.items
    .map(({ as, ownerId }) => `${as} ${ownerId === id ? 'here' : ownerId}`)
    .sort(),
  orphaned: orphaned.items.map(({ hash }) => hash),
});
const nothing = { exitCode: 0, missing: [], orphaned: [] };

/** Written before yesterday. */
async function makeOld(hash: string) {
  const longAgo = new Date(Date.now() - 25 * 3_600_000);
  await utimes(pathOf(hash), longAgo, longAgo);
}

test('finds nothing where all is as it was recorded', async () => {
  const report = await check();
  expect(found(report)).toEqual(nothing);
  expect(report).toMatchObject({ ok: true, contents: 7, dropped: 0 });
  expect(report.bytes).toBe('plainreceived 1received 2copypicturepicture as received'.length + 26);
});

test.each([
  ['plain', 'scan here'],
  ['received 2', 'received here'],
  ['copy', 'copy here'],
  ['picture as received', 'picture'],
])('finds that “%s” is missing', async (text, as) => {
  await rm(pathOf(sha256(text)));
  const { exitCode, missing } = found(await check());
  expect([exitCode, missing.length]).toEqual([1, 1]);
  expect(missing[0]).toContain(as);
  await put(text);
  expect(found(await check())).toEqual(nothing);
});

test('finds what nobody needs, unless it was written today', async () => {
  const first = await put('of a process that died');
  expect(found(await check())).toEqual(nothing);
  await makeOld(first);
  const report = await check();
  expect(found(report)).toEqual({ exitCode: 1, missing: [], orphaned: [first] });
  expect(report.orphaned).toMatchObject({ count: 1, bytes: 22 });
  await rm(pathOf(first));
});

test('neither misses nor finds what was dropped, nor what was signed before a return', async () => {
  const hash = await put('dropped');
  await makeOld(hash);
  await makeOld(sha256('signed before it came back'));
  await dropContents(database.db.manager, [hash], at);
  expect(await check()).toMatchObject({ exitCode: 0, dropped: 1 });
  await rm(pathOf(hash));
  await rm(pathOf(sha256('signed before it came back')));
  expect(await check()).toMatchObject({ exitCode: 0, dropped: 1 });
  await database.db.query('DELETE FROM dropped_content');
});

test('knows the scans of identity papers, until they are let go', async () => {
  const { db } = database;
  const scanHash = await put('identity paper');
  await makeOld(scanHash);
  const personId = office.staff.officer;
  await db.manager.insert(DeskAccount, {
    ...{ personId, officeId: office.id, madeBy: personId, madeAt: at, bornOn: '1990-02-28' },
    ...{ scanHash, scanKind: 'pdf', secretId: randomUUID() },
  });
  expect(found(await check())).toEqual(nothing);
  await rm(pathOf(scanHash));
  expect(found(await check()).missing).toEqual([`identity ${personId}`]);
  await db.manager.update(DeskAccount, { personId }, { scanDroppedAt: at });
  expect(found(await check())).toEqual(nothing);
  await db.manager.delete(DeskAccount, { personId });
});

test('does not miss the forms that a dossier dropped', async () => {
  await rm(pathOf(sha256('plain')));
  await database.db.manager.update(Dossier, { id }, { formsDroppedAt: at });
  expect(found(await check())).toEqual(nothing);
  await database.db.manager.update(Dossier, { id }, { formsDroppedAt: null });
  await put('plain');
});

test('counts all and names a thousand', async () => {
  const { db } = database;
  const gone = Array.from({ length: 1_500 }, (_, i) => ({
    ...{ dossierId: id, position: 100 + i, sha256: sha256(`gone ${i}`) },
    ...{ bytes: 1, kind: 'pdf' as const, turn: 0 },
  }));
  await db.manager.insert(ReceivedFile, gone);
  const { exitCode, missing } = await check();
  expect([exitCode, missing.count, missing.items.length]).toEqual([1, 1_500, 1_000]);
  await db.query('DELETE FROM received_file WHERE position >= 100');
}, 60_000);

test('checks a bucket too, and says where it could not', async () => {
  const { port, bucket, key, secret } = await sharedS3();
  const url = (word: string) =>
    `s3+http://${key}:${encodeURIComponent(word)}@127.0.0.1:${port}/${bucket}/check`;
  const folderUrl = process.env.STORAGE_URL;
  try {
    process.env.STORAGE_URL = url(secret);
    const inBucket = openStore(url(secret));
    for await (const { hash } of store.list()) await inBucket.put(await store.get(hash));
    expect(found(await check())).toEqual(nothing);
    await inBucket.remove(sha256('copy'), () => Promise.resolve(false));
    expect(found(await check())).toEqual({ exitCode: 1, missing: ['copy here'], orphaned: [] });
    process.env.STORAGE_URL = url('wrong');
    await expect(run(['check'])).rejects.toMatchObject({ code: 'storage-unavailable' });
  } finally {
    process.env.STORAGE_URL = folderUrl;
  }
}, 60_000);

test.each([[[]], [['mend']], [['check', '--all']]])(
  '%j is answered with the usage',
  async (args) => {
    await expect(run(args)).rejects.toThrow('Usage: saoy storage check');
  },
);

test('says in words what it found', async () => {
  await rm(pathOf(sha256('copy')));
  let said = '';
  jest.spyOn(console, 'log').mockImplementation((line: string) => (said += line));
  expect(await run(['check'])).toBe(1);
  expect(said).toContain(`missing ${sha256('copy')}: copy of ${id}`);
  await writeFile(pathOf(sha256('copy')), 'copy');
});
