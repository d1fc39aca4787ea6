import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dossier } from '../../db/dossiers/entity';
import { CopyCheck, CopyVersion } from '../../db/copies/entity';
import { prune } from '../../db/prune';
import { VaultReference } from '../../db/vault/entity';
import { AuditEvent } from '../../db/audit/entity';
import { Notice } from '../../db/notices/entity';
import { assignNumber } from '../../db/registers/assign-number';
import { ensureBook } from '../../db/registers/make-book';
import { checkAudit } from '../../db/audit/check-audit';
import { checkTraces } from '../../db/audit/check-traces';
import { recordCopyVersion } from '../../db/copies/record-copy-version';
import { recordKey, revokeKey } from '../../db/vault/record-key';
import { drawScan } from '../../test/documents/draw-scan';
import { makeCopy, openWorkshop } from '../../test/documents/make-copy';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice, makePerson } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ApiDeps } from '../http/deps';
import type { App } from '../http/env';
import type { CopyChecks } from './contract';

/** What becomes of a copy after its delivery: verified, revoked, shared with another system. */

let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let folder: string;
let deps: ApiDeps;
let app: App;
let bytes: Uint8Array;
let citizenId: string;
const clock = { now: Date.now() };
const as: Record<'officer' | 'leader' | 'stranger' | 'citizen' | 'other', ApiClient> = {} as never;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  folder = await mkdtemp(join(tmpdir(), 'saoy-copies-test-'));
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  const citizen = {
    username: '001200000001',
    kind: 'citizen',
    identifier: '001200000001',
  } as const;
  citizenId = await makePerson(db, citizen);
  await makePerson(db, { username: '001200000002', kind: 'citizen', identifier: '001200000002' });
  const workshop = await openWorkshop();
  const made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('p-256', { profile: 'seal' }),
  });
  await workshop.close();
  bytes = made.copy;
  const root = Buffer.from(workshop.pki.root).toString('base64');
  const anchors = join(folder, 'anchors.pem');
  await writeFile(anchors, `-----BEGIN CERTIFICATE-----\n${root}\n-----END CERTIFICATE-----\n`);
  clock.now = Date.now();
  deps = testDeps(db, join(folder, 'store'), clock, { TRUST_ANCHORS_FILE: anchors });
  app = createApp(deps);
  as.officer = await new ApiClient(app).signIn('officer.mau-01');
  as.leader = await new ApiClient(app).signIn('leader.mau-01');
  as.stranger = await new ApiClient(app).signIn('leader.mau-02');
  as.citizen = await new ApiClient(app).signIn('001200000001');
  as.other = await new ApiClient(app).signIn('001200000002');
}, 60_000);
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});

const keyed = (key: string) => ({ 'idempotency-key': key });
const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const verify = (path = '/api/verify', content = bytes) => {
  const form = new FormData();
  form.set('file', new File([content], 'ban-sao.pdf'));
  return new ApiClient(app).send('POST', path, form);
};
const reason = {
  reason: 'Bản chính bị tẩy xóa mà khi chứng thực không phát hiện',
  decision: '12/QĐ-UBND ngày 20/11/2026',
};

let made = 0;
/** Delivered to the citizen. @param content its bytes; its own by default */
async function deliver(content?: Uint8Array): Promise<Dossier> {
  const { db } = database;
  made += 1;
  const dossier = await acceptDossier(db, here, '2026-11-20T08:00:00+07:00', {
    requester: { requesterId: citizenId },
  });
  await ensureBook(db.manager, here.id, 2026, 1);
  await assignNumber(db.manager, {
    publishedSizeOf: () => 0,
    dossierId: dossier.id,
    bookId: null,
    actorId: here.staff.clerk,
    actKey: `seal:${made}`,
    at: new Date('2026-11-20T09:00:00+07:00'),
    format: (number: number) => `${number}/ĐT`,
  });
  const hash = await deps.store.put(content ?? Buffer.from(`copy ${made}`));
  for (const action of ['submit', 'sign', 'seal', 'complete', 'deliver'] as const) {
    if (action === 'complete') {
      const stampEndsAt = new Date('2040-01-01T00:00:00Z');
      await recordCopyVersion(db.manager, {
        dossierId: dossier.id,
        hash,
        stampEndsAt,
        at: new Date(),
      });
    }
    await moveDossier(db, dossier, '2026-11-20T09:00:00+07:00', { action });
  }
  return dossier;
}

test('a copy is revoked once, by those who may, and everyone is told', async () => {
  const dossier = await deliver(bytes);
  const path = `/api/dossiers/${dossier.id}/revoke`;
  const clerk = await new ApiClient(app).signIn('clerk.mau-01');
  expect(await (await verify()).json()).toMatchObject({
    verdict: 'valid',
    register: { status: 'in-force', revocation: null },
  });
  expect(await said(await as.officer.send('POST', path, reason, keyed('revoke-01')))).toBe(
    '403 right-missing',
  );
  expect(await said(await clerk.send('POST', path, reason, keyed('revoke-01')))).toBe(
    '403 right-missing',
  );
  expect(await said(await as.stranger.send('POST', path, reason, keyed('revoke-01')))).toBe(
    '404 dossier-unknown',
  );
  expect(await said(await as.leader.send('POST', path, { reason: '' }, keyed('revoke-01')))).toBe(
    '422 input-invalid',
  );
  const answer = await as.leader.send('POST', path, reason, keyed('revoke-02'));
  expect(await answer.json()).toMatchObject({ status: 'revoked', revocation: reason });
  expect(await said(await as.leader.send('POST', path, reason, keyed('revoke-02')))).toBe('200');
  expect(await said(await as.leader.send('POST', path, reason, keyed('revoke-03')))).toBe(
    '409 copy-revoked',
  );

  const open = new ApiClient(app);
  const status = await open.get(`/api/public/copies/${dossier.publicToken}`);
  expect(await status.json()).toMatchObject({ status: 'revoked', revocation: reason });
  const mine = (await (await as.citizen.get('/api/my/copies')).json()) as { items: object[] };
  expect(mine.items[0]).toMatchObject({ status: 'revoked', revocation: reason });
  // The file is what it was; only its standing is another.
  expect(await (await verify()).json()).toMatchObject({
    verdict: 'valid',
    intact: 'yes',
    register: { status: 'revoked', revocation: reason },
  });
  const { manager } = database.db;
  expect(
    await manager.countBy(Notice, {
      subjectId: dossier.id,
      template: 'revocation',
      channel: 'mail',
    }),
  ).toBe(1);
  expect(await manager.countBy(AuditEvent, { dossierId: dossier.id, action: 'revoke' })).toBe(1);
  expect((await checkAudit(database.db)).flatMap(({ findings }) => findings)).toEqual([]);
  expect((await checkTraces(database.db)).count).toBe(0);
});

test('a copy that is not finished cannot be revoked', async () => {
  const dossier = await acceptDossier(database.db, here, '2026-11-20T08:00:00+07:00');
  const path = `/api/dossiers/${dossier.id}/revoke`;
  expect(await said(await as.leader.send('POST', path, reason, keyed('revoke-04')))).toBe(
    '404 copy-unknown',
  );
});

test('the code of a receipt says how the dossier stands, and nothing of whose it is', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, here, '2026-11-20T08:00:00+07:00');
  const open = new ApiClient(app);
  const path = `/api/public/copies/${dossier.publicToken}`;
  const waiting = await open.get(path);
  const text = await waiting.text();
  expect([waiting.status, JSON.parse(text)]).toMatchObject([404, { code: 'copy-not-ready' }]);
  expect(text).not.toMatch(/Nguyễn Thị Ví Dụ|vi\.du@|Giấy khai sinh/);
  const track = () => open.get(`/api/public/dossiers/${dossier.publicToken}`);
  const tracked = await (await track()).text();
  expect(tracked).not.toMatch(/Nguyễn Thị Ví Dụ|vi\.du@|Giấy khai sinh/);
  expect(JSON.parse(tracked)).toMatchObject({
    ...{ stage: 'accepted', endedAt: null, refusal: null, late: true },
    legalDue: '2026-11-20T10:30:00.000Z',
  });
  await moveDossier(db, dossier, '2026-11-20T09:00:00+07:00', {
    action: 'refuse',
    changes: { refusalGround: 'altered' },
  });
  expect(await (await track()).json()).toMatchObject({
    ...{ stage: 'refused', late: false, endedAt: '2026-11-20T02:00:00.000Z' },
    refusal: { text: expect.stringContaining('Bản chính'), citation: expect.any(String) },
  });
  expect(await said(await open.get('/api/public/dossiers/nobody-gave-this-out'))).toBe(
    '404 copy-unknown',
  );
  expect(await said(await open.get(path))).toBe('404 copy-not-made');
  expect(await said(await open.get('/api/public/copies/nobody-gave-this-out'))).toBe(
    '404 copy-unknown',
  );
});

test('the report comes as a PDF too, and nothing is said of a file that is not ours', async () => {
  const pdf = await verify('/api/verify/report');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(Buffer.from(await pdf.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
  const changed = Uint8Array.from(bytes);
  changed[2000]! ^= 1;
  expect(await (await verify('/api/verify', changed)).json()).toMatchObject({
    verdict: 'invalid',
    register: null,
  });
});

test('a copy whose proof is not recorded is not among mine', async () => {
  const { db } = database;
  const { path, id, isListed } = await sealedNotProven();
  expect(await isListed()).toBe(false);
  expect(await said(await as.citizen.get(path))).toBe('404 copy-unknown');
  const dossier = await db.manager.findOneByOrFail(Dossier, { id });
  await moveDossier(db, dossier, '2026-11-20T10:00:00+07:00', { action: 'complete' });
  expect(await isListed()).toBe(true);
  expect(await said(await as.citizen.get(path))).toBe('200');
});

/** Its copy is written down; what follows, that it is complete, is not. */
async function sealedNotProven() {
  const { db } = database;
  const dossier = await acceptDossier(db, here, '2026-11-20T08:00:00+07:00', {
    requester: { requesterId: citizenId },
  });
  const { id } = dossier;
  await ensureBook(db.manager, here.id, 2026, 1);
  const at = new Date('2026-11-20T09:00:00+07:00');
  await assignNumber(db.manager, {
    publishedSizeOf: () => 0,
    ...{ dossierId: id, bookId: null, actorId: here.staff.clerk, actKey: 'seal:proof', at },
    format: (number: number) => `${number}/ĐT`,
  });
  for (const action of ['submit', 'sign', 'seal'] as const) {
    await moveDossier(db, dossier, '2026-11-20T09:00:00+07:00', { action });
  }
  const hash = await deps.store.put(Buffer.from('sealed, and not proven'));
  const stampEndsAt = new Date('2040-01-01T00:00:00Z');
  await recordCopyVersion(db.manager, { dossierId: id, hash, stampEndsAt, at });
  const isListed = async () => {
    const list = (await (await as.citizen.get('/api/my/copies')).json()) as {
      items: { id: string }[];
    };
    return list.items.some((copy) => copy.id === id);
  };
  return { id, path: `/api/my/copies/${id}/file`, isListed };
}

test('a renewed copy is known by all its forms', async () => {
  const dossier = await deliver();
  const hash = hashOf(Buffer.from('renewed'));
  const stampEndsAt = new Date('2050-01-01T00:00:00Z');
  const renewed = { dossierId: dossier.id, hash, stampEndsAt, at: new Date() };
  expect(await recordCopyVersion(database.db.manager, renewed)).toBe(2);
  expect(await recordCopyVersion(database.db.manager, renewed)).toBe(2);
  const path = `/api/public/copies/${dossier.publicToken}`;
  const copy = (await (await new ApiClient(app).get(path)).json()) as {
    sha256: string;
    versions: string[];
  };
  expect(copy.sha256).toBe(hash);
  expect(copy.versions).toHaveLength(2);
  const versions = await database.db.manager.findBy(CopyVersion, { dossierId: dossier.id });
  expect(versions.filter(({ isNewest }) => isNewest).map(({ version }) => version)).toEqual([2]);
});

async function makeKey(scopes: string, officeId: string | null = null, days = 1) {
  return recordKey(database.db.manager, {
    name: 'Hệ thống Ví Dụ',
    scopes,
    officeId,
    createdAt: new Date(clock.now),
    expiresAt: new Date(clock.now + days * 86_400_000),
  });
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

test('a citizen shares a copy; a program with a key follows the reference until it is taken back', async () => {
  const dossier = await deliver();
  const input = { dossierId: dossier.id, label: 'Hồ sơ xin việc', days: 7 };
  expect(await said(await as.other.send('POST', '/api/vault/references', input))).toBe(
    '404 copy-unknown',
  );
  expect(await said(await new ApiClient(app).send('POST', '/api/vault/references', input))).toBe(
    '401 sign-in-needed',
  );
  const shared = (await (await as.citizen.send('POST', '/api/vault/references', input)).json()) as {
    id: string;
    reference: string;
    url: string;
  };
  expect(shared.url).toBe(`https://saoy.example/api/vault/${shared.reference}`);
  const kept = await database.db.manager.findOneByOrFail(VaultReference, { id: shared.id });
  expect(JSON.stringify(kept)).not.toContain(shared.reference);

  const path = `/api/vault/${shared.reference}`;
  const program = new ApiClient(app);
  const follow = (secret: string, at = path) => program.send('GET', at, undefined, bearer(secret));
  const key = await makeKey('vault:read');
  expect(await said(await program.get(path))).toBe('401 key-invalid');
  expect(await said(await follow('saoy_wrong_wrong_wrong_wrong'))).toBe('401 key-invalid');
  expect(await said(await follow((await makeKey('other:scope')).secret))).toBe(
    '403 key-scope-missing',
  );
  const foreign = await makeKey('vault:read', there.id);
  expect(await said(await follow(foreign.secret))).toBe('404 reference-unknown');
  const near = await makeKey('vault:read', here.id);
  expect(await said(await follow(near.secret))).toBe('200');
  expect(await (await follow(key.secret)).json()).toMatchObject({
    status: 'in-force',
    registerNumber: expect.stringMatching(/ĐT$/),
    file: `https://saoy.example${path}/file`,
  });
  const file = await follow(key.secret, `${path}/file`);
  expect(Buffer.from(await file.arrayBuffer()).toString()).toMatch(/^copy \d+$/);

  const list = `/api/vault/references?dossierId=${dossier.id}`;
  expect(await (await as.citizen.get(list)).json()).toMatchObject({
    items: [{ id: shared.id, status: 'in-force', uses: 3, label: input.label }],
  });
  expect(await said(await as.officer.get(list))).toBe('200');
  expect(await said(await as.other.get(list))).toBe('404 copy-unknown');
  expect(await said(await as.stranger.get(list))).toBe('404 dossier-unknown');
  const audited = await database.db.manager.findBy(AuditEvent, {
    dossierId: dossier.id,
    action: 'resolve',
  });
  expect(audited.map(({ details }) => details.what).sort()).toEqual(['file', 'status', 'status']);
  expect(JSON.stringify(audited)).not.toContain(shared.reference);

  const remove = `/api/vault/references/${shared.id}`;
  expect(await said(await as.other.send('DELETE', remove))).toBe('404 reference-unknown');
  expect((await as.citizen.send('DELETE', remove)).status).toBe(204);
  expect(await said(await follow(key.secret))).toBe('404 reference-unknown');
  await revokeKey(database.db.manager, key.id, new Date(clock.now));
  expect(await said(await follow(key.secret))).toBe('401 key-invalid');
});

test('a reference leads to the newest form of a copy, and says that it was revoked and why', async () => {
  const dossier = await deliver();
  const { reference } = (await (
    await as.citizen.send('POST', '/api/vault/references', {
      dossierId: dossier.id,
      label: 'Sở Ví Dụ',
      days: 1,
    })
  ).json()) as { reference: string };
  const { secret } = await makeKey('vault:read');
  const follow = (path = '') =>
    new ApiClient(app).send('GET', `/api/vault/${reference}${path}`, undefined, bearer(secret));
  const renewed = Buffer.from('the copy with a new stamp');
  await recordCopyVersion(database.db.manager, {
    dossierId: dossier.id,
    hash: await deps.store.put(renewed),
    stampEndsAt: new Date('2050-01-01T00:00:00Z'),
    at: new Date(),
  });
  expect(Buffer.from(await (await follow('/file')).arrayBuffer())).toEqual(renewed);
  await as.leader.send('POST', `/api/dossiers/${dossier.id}/revoke`, reason, keyed('revoke-05'));
  expect(await (await follow()).json()).toMatchObject({
    status: 'revoked',
    revocation: reason,
    sha256: hashOf(renewed),
  });
});

test('its citizen sees where a copy was checked and who opened what was shared, and nothing of who checked', async () => {
  const content = Buffer.concat([bytes, Buffer.from('\n')]);
  const dossier = await deliver(content);
  const list = `/api/my/copies/${dossier.id}/checks`;
  expect(await (await as.citizen.get(list)).json()).toEqual({ checks: [], openings: [] });
  const code = `/api/public/copies/${dossier.publicToken}`;
  await new ApiClient(app).get(code);
  await new ApiClient(app).get(code);
  await as.stranger.get(code);
  // To look at one's own is no check.
  await as.citizen.get(code);
  expect((await verify('/api/verify', content)).status).toBe(200);
  const { id, reference } = (await (
    await as.citizen.send('POST', '/api/vault/references', {
      ...{ dossierId: dossier.id, label: 'Trường Mẫu', days: 7 },
    })
  ).json()) as { id: string; reference: string };
  const { secret } = await makeKey('vault:read');
  const follow = new ApiClient(app).send(
    ...(['GET', `/api/vault/${reference}/file`, undefined, bearer(secret)] as const),
  );
  expect((await follow).status).toBe(200);
  const seen = await (await as.citizen.get(list)).text();
  const { checks, openings } = JSON.parse(seen) as CopyChecks;
  const lines = checks.map(({ way, office, times }) => `${way} ${office ?? 'open'} ${times}`);
  expect(lines.sort()).toEqual(['code open 2', 'code UBND Phường Khác 1', 'file open 1'].sort());
  expect(openings).toMatchObject([
    { kind: 'reference', label: 'Trường Mẫu', program: 'Hệ thống Ví Dụ', what: 'file' },
  ]);
  for (const hidden of [reference, id, there.staff.officer, '127.0.0.1']) {
    expect(seen).not.toContain(hidden);
  }
  expect(await said(await as.other.get(list))).toBe('404 copy-unknown');
  expect(await said(await as.officer.get(list))).toMatch(/^40/);
});

test('references and keys end by themselves', async () => {
  const dossier = await deliver();
  const shared = (await (
    await as.officer.send('POST', '/api/vault/references', {
      dossierId: dossier.id,
      label: 'Sở Ví Dụ',
      days: 1,
    })
  ).json()) as { reference: string };
  const { secret } = await makeKey('vault:read', null, 2);
  const follow = () =>
    new ApiClient(app).send('GET', `/api/vault/${shared.reference}`, undefined, bearer(secret));
  expect(await said(await follow())).toBe('200');
  clock.now += 86_400_000;
  expect(await said(await follow())).toBe('404 reference-unknown');
  clock.now += 86_400_000;
  expect(await said(await follow())).toBe('401 key-invalid');
});

test('a year later nothing is left of where a copy was checked', async () => {
  const { manager } = database.db;
  expect(await manager.count(CopyCheck)).toBeGreaterThan(0);
  const lastAt = Math.max(...(await manager.find(CopyCheck)).map((one) => one.lastAt.getTime()));
  await prune(manager, new Date(lastAt + 365 * 86_400_000));
  expect(await manager.count(CopyCheck)).toBeGreaterThan(0);
  await prune(manager, new Date(lastAt + 365 * 86_400_000 + 1));
  expect(await manager.count(CopyCheck)).toBe(0);
});
