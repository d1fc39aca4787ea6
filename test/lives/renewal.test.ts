import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { ActivityDeps } from '../../activities/deps';
import { byName, createActivities } from '../../activities';
import { CopyVersion } from '../../db/copies/entity';
import { Dossier } from '../../db/dossiers/entity';
import { AuditEvent } from '../../db/audit/entity';
import { checkAudit } from '../../db/audit/check-audit';
import { recordCopyVersion } from '../../db/copies/record-copy-version';
import { readArchiveState } from '../../documents/copy/renew-archive';
import { httpIssuerSource } from '../../documents/evidence/issuers';
import { httpRevocationSource } from '../../documents/evidence/revocation-client';
import { verifyCopy } from '../../documents/verify/verify-copy';
import type { ContentStore } from '../../storage/content-store';
import { openStore } from '../../storage/open-store';
import { ErrorCodeInterceptor } from '../../worker/error-code-interceptor';
import { scheduleNightly } from '../../worker/schedule-nightly';
import {
  renewArchivesId,
  renewArchivesType,
  type RenewalProgress,
} from '../../workflows/copies/messages';
import { drawScan } from '../documents/draw-scan';
import { makeCopy, openWorkshop, type Workshop } from '../documents/make-copy';
import { acceptDossier } from '../fixtures/dossiers';
import { makeOffice } from '../fixtures/house';
import { startDatabase, type TestDatabase } from '../stack/database';
import { sharedTemporal } from '../stack/shared';
import { tidyContentsId } from '../../workflows/contents/messages';
import { bundleWorkflows } from './bundle-workflows';

/** Stored copies whose time stamp authority ends in half a year, and a younger one beside it. */

const yearMs = 365.25 * 86_400_000;
const taskQueue = 'renewal';

let database: TestDatabase;
let store: ContentStore;
let folder: string;
let old: Workshop;
let young: Workshop;
let client: Client;
let worker: Worker;
let running: Promise<void>;
const copies: { dossierId: string; hash: string; bytes: Uint8Array }[] = [];
/** Which authority answers for time stamps from now on. */
let stampedBy: Workshop;

beforeAll(async () => {
  database = await startDatabase();
  folder = await mkdtemp(join(tmpdir(), 'saoy-renewal-'));
  store = openStore(pathToFileURL(folder).href);
  old = await openWorkshop({ madeAt: Date.now() - 19.5 * yearMs });
  young = await openWorkshop();
  stampedBy = old;
  const { db } = database;
  const office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  const leader = await old.issue('p-256');
  const agency = await old.issue('p-256', { profile: 'seal' });
  for (let i = 0; i < 2; i += 1) {
    const { copy } = await makeCopy(old, drawScan(1), { leader, agency });
    await keep(copy, null);
  }
  // Nobody can renew what is no copy.
  await keep(Buffer.from('%PDF-1.7 cut off'), new Date());
  // This one lasts.
  await keep(Buffer.from('%PDF-1.7 not looked at'), new Date(Date.now() + 10 * yearMs));

  async function keep(bytes: Uint8Array, stampEndsAt: Date | null) {
    const { id } = await acceptDossier(db, office, '2026-11-23T08:00:00+07:00');
    const hash = await store.put(bytes);
    const at = new Date();
    await recordCopyVersion(db.manager, { dossierId: id, hash, stampEndsAt: at, at });
    await db.manager.update(CopyVersion, { hash }, { stampEndsAt });
    copies.push({ dossierId: id, hash, bytes });
  }

  const { address, namespace } = await sharedTemporal();
  client = new Client({ connection: await Connection.connect({ address }), namespace });
  const privateHosts = [old, young].map(({ url }) => new URL(url).host);
  const deps = {
    db,
    store,
    timestamp: {
      stamp: (hash: Uint8Array) => stampedBy.timestamp.stamp(hash),
      bytesSeen: () => stampedBy.timestamp.bytesSeen(),
    },
    issuers: httpIssuerSource({ policy: { hosts: [], privateHosts } }),
    revocation: httpRevocationSource({ policy: { hosts: [], privateHosts } }),
    listAnchors: () => Promise.resolve([...old.anchors, ...young.anchors]),
    archiveRenewDays: 365,
    now: () => new Date(),
  } as unknown as ActivityDeps;
  worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    namespace,
    taskQueue,
    workflowBundle: await bundleWorkflows(),
    activities: byName(createActivities(deps)),
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

async function run(name: string): Promise<RenewalProgress> {
  return (await client.workflow.execute(renewArchivesType, {
    workflowId: `${renewArchivesId}-${name}`,
    taskQueue,
    args: [],
  })) as RenewalProgress;
}

const judge = (file: Uint8Array, at: string) =>
  verifyCopy(file, {
    trustAnchors: [old.pki.root, young.pki.root],
    at: Date.parse(at),
    online: false,
  });

test('a time stamp that would not last longer renews nothing', async () => {
  expect(await run('same')).toMatchObject({ renewed: 0, failed: 3 });
  const { manager } = database.db;
  expect(await manager.countBy(AuditEvent, { action: 'renew' })).toBe(0);
  // When those end of which it was not known is known now.
  const version = await manager.findOneByOrFail(CopyVersion, { hash: copies[0]!.hash });
  expect(version.stampEndsAt?.getTime()).toBe(readArchiveState(copies[0]!.bytes).endsAt);
}, 60_000);

test('copies are renewed in time, once, and one that cannot be does not stop the others', async () => {
  stampedBy = young;
  expect(await run('first')).toMatchObject({ renewed: 2, failed: 1 });
  expect(await run('again')).toMatchObject({ renewed: 0, failed: 1 });
  const { manager } = database.db;
  for (const { dossierId, hash, bytes } of copies.slice(0, 2)) {
    const versions = await manager.find(CopyVersion, {
      where: { dossierId },
      order: { version: 'ASC' },
    });
    expect(versions.map(({ isNewest }) => isNewest)).toEqual([false, true]);
    const newest = versions[1]!;
    const dossier = await manager.findOneByOrFail(Dossier, { id: dossierId });
    expect(dossier.copyHash).toBe(newest.hash);
    expect(newest.stampEndsAt!.getTime()).toBeGreaterThan(Date.now() + 19 * yearMs);
    expect(Buffer.from(await store.get(hash)).equals(Buffer.from(bytes))).toBe(true);

    const renewed = await store.get(newest.hash);
    expect(Buffer.from(renewed).subarray(0, bytes.length).equals(Buffer.from(bytes))).toBe(true);
    expect((await judge(bytes, '2045-01-15T00:00:00Z')).verdict).not.toBe('valid');
    for (const at of [new Date().toISOString(), '2035-01-15T00:00:00Z', '2045-01-15T00:00:00Z'])
      expect((await judge(renewed, at)).reasons).toEqual([]);
  }
  expect(await manager.countBy(AuditEvent, { action: 'renew' })).toBe(2);
  const [{ findings } = { findings: [] }] = await checkAudit(database.db);
  expect(findings).toEqual([]);
}, 60_000);

test('every worker schedules it, and it is scheduled once', async () => {
  await scheduleNightly(client);
  await scheduleNightly(client);
  const schedule = client.schedule.getHandle(renewArchivesId);
  const { spec, info } = await schedule.describe();
  expect(spec.calendars).toHaveLength(1);
  const [next] = info.nextActionTimes;
  expect(next?.getUTCHours()).toBe(18);
  await schedule.delete();
  const tidying = client.schedule.getHandle(tidyContentsId);
  expect((await tidying.describe()).info.nextActionTimes[0]?.getUTCHours()).toBe(20);
  await tidying.delete();
});
