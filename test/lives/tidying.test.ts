import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, type Activities } from '../../activities';
import type { ActivityDeps } from '../../activities/deps';
import { createApp } from '../../api/app';
import type { ApiDeps } from '../../api/http/deps';
import { checkAudit } from '../../db/audit/check-audit';
import { AuditEvent } from '../../db/audit/entity';
import { DroppedContent } from '../../db/contents/entity';
import { isContentNeeded } from '../../db/contents/is-content-needed';
import { recordCopyVersion } from '../../db/copies/record-copy-version';
import { Dossier } from '../../db/dossiers/entity';
import { recordScan } from '../../db/scans/record-scan';
import { PreparedSignature } from '../../db/signing/entity';
import { httpIssuerSource } from '../../documents/evidence/issuers';
import { httpRevocationSource } from '../../documents/evidence/revocation-client';
import { readArchiveState } from '../../documents/copy/renew-archive';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { createDataSource } from '../../db/data-source';
import { loadRules } from '../../policies/load-rules';
import type { ContentStore } from '../../storage/content-store';
import { msPerDay } from '../../time/time';
import { ErrorCodeInterceptor } from '../../worker/error-code-interceptor';
import { type TidyProgress, tidyContentsType } from '../../workflows/contents/messages';
import { drawScan } from '../documents/draw-scan';
import { makeCopy, openWorkshop, type TestSigner, type Workshop } from '../documents/make-copy';
import { ApiClient, testDeps } from '../fixtures/api-client';
import { acceptDossier, moveDossier } from '../fixtures/dossiers';
import { makeOffice, type TestOffice } from '../fixtures/house';
import { startDatabase, type TestDatabase } from '../stack/database';
import { sharedTemporal } from '../stack/shared';
import { bundleWorkflows } from './bundle-workflows';

/** What a delivered dossier keeps in the storage, and what the nightly tidying must not touch. */

const taskQueue = 'tidying';
const deliveredAt = '2026-11-24T10:00:00+07:00';
const hourMs = 3_600_000;
const { formDays } = loadRules().getPolicy('hanoi-1287-2024').retention;
const inTime = Date.parse(deliveredAt) + formDays * msPerDay - hourMs;
const afterwards = Date.parse(deliveredAt) + formDays * msPerDay + hourMs;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let database: TestDatabase;
let folder: string;
let deps: ApiDeps;
let store: ContentStore;
let old: Workshop;
let young: Workshop;
let stampedBy: Workshop;
let signers: { leader: TestSigner; agency: TestSigner };
let office: TestOffice;
let client: Client;
let worker: Worker;
let running: Promise<void>;
let activityDeps: ActivityDeps;
let activities: Activities['bulk'];
const clock = { now: 0 };
let runs = 0;

beforeAll(async () => {
  database = await startDatabase();
  folder = await mkdtemp(join(tmpdir(), 'saoy-tidying-'));
  deps = testDeps(database.db, folder, clock);
  store = deps.store;
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  clock.now = Date.parse(deliveredAt);
  // Its time stamps end in half a year: what is tidied is renewed later.
  old = await openWorkshop({ madeAt: Date.now() - 19.5 * 365.25 * msPerDay });
  young = await openWorkshop();
  stampedBy = old;
  signers = {
    leader: await old.issue('p-256'),
    agency: await old.issue('p-256', { profile: 'seal' }),
  };
  const privateHosts = [old, young].map(({ url }) => new URL(url).host);
  activityDeps = {
    ...{ db: database.db, store, rules: deps.rules },
    timestamp: {
      stamp: (hash: Uint8Array) => stampedBy.timestamp.stamp(hash),
      bytesSeen: () => stampedBy.timestamp.bytesSeen(),
    },
    issuers: httpIssuerSource({ policy: { hosts: [], privateHosts } }),
    revocation: httpRevocationSource({ policy: { hosts: [], privateHosts } }),
    listAnchors: () => Promise.resolve([...old.anchors, ...young.anchors]),
    archiveRenewDays: 365,
    now: () => new Date(clock.now),
  } as unknown as ActivityDeps;
  activities = createActivities(activityDeps).bulk;
  const { address, namespace } = await sharedTemporal();
  client = new Client({ connection: await Connection.connect({ address }), namespace });
  worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    ...{ namespace, taskQueue, activities },
    workflowBundle: await bundleWorkflows(),
    interceptors: { activity: [() => ({ inbound: new ErrorCodeInterceptor() })] },
  });
  running = worker.run();
}, 120_000);
afterAll(async () => {
  worker.shutdown();
  await running;
  await client.connection.close();
  await Promise.all([old.close(), young.close()]);
  await database.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  clock.now = Date.parse(deliveredAt);
});

/** One night: what is let go in it is removed in the next. */
async function tidyAt(now: number): Promise<TidyProgress> {
  clock.now = now;
  return (await client.workflow.execute(tidyContentsType, {
    workflowId: `tidying-${(runs += 1)}`,
    ...{ taskQueue, args: [] },
  })) as TidyProgress;
}

const contents = async () => {
  const found = new Map<string, number>();
  for await (const { hash, bytes } of store.list()) found.set(hash, bytes);
  return found;
};
const find = (id: string) => database.db.manager.findOneByOrFail(Dossier, { id });

/** A real dossier's rows and contents, as far as it has come. */
async function makeDossier(scan: Uint8Array, until: 'awaiting-seal' | 'delivered') {
  const { db } = database;
  const dossier = await acceptDossier(db, office, '2026-11-24T08:00:00+07:00');
  const { id: dossierId } = dossier;
  const made = await makeCopy(old, scan, signers);
  const received = await keepScan(dossierId, scan, made.normalised);
  const move = (action: 'submit' | 'sign' | 'seal' | 'complete' | 'deliver', more = {}) =>
    moveDossier(db, dossier, deliveredAt, { action, actKey: action, ...more });
  const [toCertify = scan, toSeal = scan] = made.prepared;
  const prepared = async (step: 'sign' | 'seal', document: Uint8Array) =>
    db.manager.insert(PreparedSignature, {
      ...{ dossierId, step, attempt: `${step}:1`, preparedHash: await store.put(document) },
      ...{ toBeSigned: Buffer.alloc(1), mechanism: 'ecdsa-sha256', field: step },
      ...{ tokenLabel: step, method: 'token', certificates: [], at: new Date(deliveredAt) },
    });
  await move('submit');
  await prepared('sign', toCertify);
  const certifiedHash = await store.put(made.certified);
  await move('sign', { changes: { certifiedHash }, details: { certifiedHash } });
  const forms = [made.normalised, toCertify, made.certified];
  if (until === 'awaiting-seal') return { dossierId, received, forms, copy: made.certified };
  await prepared('seal', toSeal);
  const sealedHash = await store.put(made.sealed);
  await move('seal', { changes: { sealedHash }, details: { sealedHash } });
  const hash = await store.put(made.copy);
  const at = new Date(deliveredAt);
  const stampEndsAt = new Date(readArchiveState(made.copy).endsAt);
  await recordCopyVersion(db.manager, { dossierId, hash, stampEndsAt, at });
  await move('complete');
  await move('deliver', { changes: { deliveredAt: at } });
  return {
    ...{ dossierId, received, copy: made.copy },
    forms: [...forms, toSeal, made.sealed],
  };
}

async function keepScan(dossierId: string, scan: Uint8Array, normalised: Uint8Array) {
  const [received, hash] = [await store.put(scan), await store.put(normalised)];
  await recordScan(database.db.manager, {
    ...{ dossierId, actorId: office.staff.officer, actKey: `scan:${runs}:${received}` },
    ...{ at: new Date(clock.now), receivedHash: received, hash, pages: 1, archivable: true },
    bytes: normalised.length,
    files: [{ sha256: received, bytes: scan.length, kind: 'pdf', turn: 0 }],
  });
  return received;
}

/** As an officer has it who signs in now. */
const get = async (path: string) => {
  const officer = await new ApiClient(createApp(deps)).signIn('officer.mau-01');
  return officer.get(path);
};
const bytesOf = async (path: string) => {
  const answer = await get(path);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
};

test('a delivered dossier keeps its received scan and its copy, and everything is still shown', async () => {
  const { dossierId, received, forms, copy } = await makeDossier(drawScan(2), 'delivered');
  const before = await contents();
  const own = [received, sha256(copy), ...forms.map(sha256)];
  const bytesBefore = own.reduce((sum, hash) => sum + before.get(hash)!, 0);

  expect(await tidyAt(inTime)).toMatchObject({ tidied: 0, failed: 0, removed: 0 });
  expect(await contents()).toEqual(before);
  expect(await tidyAt(afterwards)).toMatchObject({ tidied: 1, failed: 0, removed: 0 });
  expect(await tidyAt(afterwards + msPerDay)).toMatchObject({ tidied: 0, removed: forms.length });
  const after = await contents();
  expect([...after.keys()].sort()).toEqual([received, sha256(copy)].sort());
  const bytesAfter = [...after.values()].reduce((sum, bytes) => sum + bytes, 0);
  expect(bytesAfter).toBe(before.get(received)! + copy.length);
  expect(bytesAfter).toBeLessThan(bytesBefore / 3);

  const path = `/api/dossiers/${dossierId}`;
  expect((await bytesOf(`${path}/scan`)).equals(Buffer.from(forms[0]!))).toBe(true);
  const kept = await bytesOf(`${path}/copy`);
  expect(kept.equals(Buffer.from(copy))).toBe(true);
  const trustAnchors = [old.pki.root, young.pki.root];
  const judged = await verifyCopy(kept, { trustAnchors, at: Date.now(), online: false });
  expect(judged.reasons).toEqual([]);
  const timeline = (await (await get(`${path}/timeline`)).json()) as {
    items: { action: string; text: string }[];
  };
  expect(timeline.items.at(-1)).toMatchObject({
    action: 'drop-forms',
    text: 'Dọn các tệp trung gian; giữ bản quét gốc và bản sao',
  });
  expect((await checkAudit(database.db)).flatMap(({ findings }) => findings)).toEqual([]);

  // Its archive time stamp is renewed as any other's, and the scan is still the copy's beginning.
  clock.now = Date.now();
  stampedBy = young;
  expect(await activities.renewCopy({ hash: sha256(copy) })).toBe('renewed');
  stampedBy = old;
  expect((await find(dossierId)).copyHash).not.toBe(sha256(copy));
  expect((await bytesOf(`${path}/scan`)).equals(Buffer.from(forms[0]!))).toBe(true);
}, 120_000);

test('a dossier in the middle is not touched, nor a scan that it shares with a tidied one', async () => {
  const scan = drawScan(3);
  const done = await makeDossier(scan, 'delivered');
  const open = await makeDossier(scan, 'awaiting-seal');
  expect(sha256(done.forms[0]!)).toBe(sha256(open.forms[0]!));
  const [night, next] = [await tidyAt(afterwards), await tidyAt(afterwards + msPerDay)];
  expect([night.tidied, next.removed]).toEqual([1, done.forms.length - 1]);
  const after = await contents();
  for (const form of open.forms) expect(after.has(sha256(form))).toBe(true);
  expect(after.has(open.received)).toBe(true);
  expect(await find(open.dossierId)).toMatchObject({ formsDroppedAt: null });
  expect(await database.db.manager.count(DroppedContent)).toBe(0);
}, 60_000);

test('nothing is let go where the copy or the received scan is not whole', async () => {
  const damaged = await makeDossier(drawScan(4), 'delivered');
  const missing = await makeDossier(drawScan(5), 'delivered');
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);
  await writeFile(pathOf(sha256(damaged.copy)), Buffer.from(damaged.copy).fill(0, 0, 9));
  await rm(pathOf(missing.received));
  expect(await tidyAt(afterwards)).toMatchObject({ tidied: 0, failed: 2, removed: 0 });
  for (const { dossierId, forms } of [damaged, missing]) {
    expect(await find(dossierId)).toMatchObject({ formsDroppedAt: null });
    for (const form of forms) expect(await store.has(sha256(form))).toBe(true);
  }
  // Mended, they are tidied.
  await writeFile(pathOf(sha256(damaged.copy)), damaged.copy);
  await store.put(drawScan(5));
  expect(await tidyAt(afterwards)).toMatchObject({ tidied: 2, failed: 0 });
  await tidyAt(afterwards + msPerDay);
}, 120_000);

test('a crash between removing and recording is made up for', async () => {
  const { dossierId, forms } = await makeDossier(drawScan(6), 'delivered');
  clock.now = afterwards;
  await activities.dropFormsOf({ dossierId });
  clock.now += msPerDay;
  let crashes = 0;
  const crashing = createActivities({
    ...activityDeps,
    store: {
      ...store,
      async remove(hash, isNeeded) {
        // Half of the time before anything, half of the time when all is done but for the record.
        crashes += 1;
        if (crashes % 2 === 0) await store.remove(hash, isNeeded);
        throw new Error('crash');
      },
    },
  }).bulk;
  const page = { after: '', limit: 100 };
  for (let i = 0; i < 4; i += 1) {
    await expect(crashing.removeDropped(page)).rejects.toThrow('crash');
  }
  expect(await database.db.manager.count(DroppedContent)).toBe(forms.length);
  expect(await activities.removeDropped(page)).toMatchObject({ removed: forms.length });
  for (const form of forms) expect(await store.has(sha256(form))).toBe(false);
  expect(await database.db.manager.count(DroppedContent)).toBe(0);
}, 60_000);

test('two workers at once do it once', async () => {
  const made = [
    await makeDossier(drawScan(7), 'delivered'),
    await makeDossier(drawScan(8), 'delivered'),
  ];
  clock.now = afterwards;
  const second = await createDataSource(database.url).initialize();
  const both = [activities, createActivities({ ...activityDeps, db: second }).bulk];
  try {
    await Promise.all(
      both.flatMap((one) => made.map(({ dossierId }) => one.dropFormsOf({ dossierId }))),
    );
    clock.now += msPerDay;
    await Promise.all(both.map((one) => one.removeDropped({ after: '', limit: 100 })));
  } finally {
    await second.destroy();
  }
  const { manager } = database.db;
  for (const { dossierId, forms, received, copy } of made) {
    expect(await manager.countBy(AuditEvent, { dossierId, action: 'drop-forms' })).toBe(1);
    for (const form of forms) expect(await store.has(sha256(form))).toBe(false);
    for (const hash of [received, sha256(copy)]) expect(await store.has(hash)).toBe(true);
  }
  expect(await manager.count(DroppedContent)).toBe(0);
}, 60_000);

test('a scan that was replaced before it was submitted goes, the one that replaced it stays', async () => {
  const { id } = await acceptDossier(database.db, office, '2026-11-24T08:10:00+07:00');
  const first = await keepScan(id, drawScan(9), Buffer.from('first, plain'));
  const next = await keepScan(id, drawScan(10), Buffer.from('next, plain'));
  await tidyAt(Date.parse(deliveredAt) + 2 * hourMs);
  expect([await store.has(first), await store.has(next)]).toEqual([false, true]);
  const plain = ['first', 'next'].map((name) => sha256(Buffer.from(`${name}, plain`)));
  expect(await Promise.all(plain.map((hash) => store.has(hash)))).toEqual([false, true]);
}, 60_000);

test('bytes that are tidied away while the same ones are handed in again are kept again', async () => {
  const { id } = await acceptDossier(database.db, office, '2026-11-24T08:20:00+07:00');
  const removing = new Set<string>();
  const racing = {
    ...store,
    async put(bytes: Uint8Array) {
      const hash = await store.put(bytes);
      const isNeeded = () => isContentNeeded(database.db.manager, hash);
      if (!removing.has(hash)) await store.remove(hash, isNeeded);
      removing.add(hash);
      return hash;
    },
  };
  const racer = new ApiClient(createApp({ ...deps, store: racing }));
  await racer.signIn('officer.mau-01');
  const form = new FormData();
  form.set('file', new Blob([Buffer.from(drawScan(11))], { type: 'application/pdf' }), 'a.pdf');
  const answer = await racer.send('PUT', `/api/dossiers/${id}/scan`, form);
  expect(answer.status).toBe(200);
  expect(removing.size).toBe(2);
  for (const hash of removing) expect(await store.has(hash)).toBe(true);
}, 60_000);
