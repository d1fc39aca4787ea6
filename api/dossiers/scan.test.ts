import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { Dossier as DossierRow } from '../../db/dossiers/entity';
import { RegisterVoid } from '../../db/registers/entity';
import { ReceivedFile, TakenScan } from '../../db/scans/entity';
import { AuditEvent } from '../../db/audit/entity';
import { assignNumber } from '../../db/registers/assign-number';
import { ensureBook } from '../../db/registers/make-book';
import { encodePng } from '../../documents/scan/pictures/encode-png';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice, makePerson } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { Dossier } from './contract';
import type { ApiDeps } from '../http/deps';
import type { Rules } from '../../policies/load-rules';
import type { Policy } from '../../policies/policy';
import type { App } from '../http/env';

let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let folder: string;
let deps: ApiDeps;
let app: App;
let scan: Uint8Array;
let citizenId: string;
const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };
const as: Record<'officer' | 'leader' | 'clerk' | 'citizen' | 'other', ApiClient> = {} as never;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  folder = await mkdtemp(join(tmpdir(), 'saoy-scan-test-'));
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  citizenId = await makePerson(db, {
    username: '001200000001',
    kind: 'citizen',
    identifier: '001200000001',
  });
  await makePerson(db, { username: '001200000002', kind: 'citizen', identifier: '001200000002' });
  await writeFile(join(folder, 'anchors.pem'), '');
  deps = testDeps(db, join(folder, 'store'), clock, {
    TRUST_ANCHORS_FILE: join(folder, 'anchors.pem'),
  });
  app = createApp(deps);
  as.officer = await new ApiClient(app).signIn('officer.mau-01');
  as.leader = await new ApiClient(app).signIn('leader.mau-01');
  as.clerk = await new ApiClient(app).signIn('clerk.mau-01');
  as.citizen = await new ApiClient(app).signIn('001200000001');
  as.other = await new ApiClient(app).signIn('001200000002');
  scan = await drawPdf(2);
}, 60_000);
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});

async function drawPdf(pages: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1)
    pdf.addPage([595, 842]).drawLine({ start: { x: 50, y: 50 }, end: { x: 500, y: 700 + page } });
  return pdf.save();
}

function form(bytes: Uint8Array, field = 'file'): FormData {
  const data = new FormData();
  data.set(field, new File([bytes], 'scan.pdf'));
  return data;
}
const put = (client: ApiClient, id: string, bytes: Uint8Array) =>
  client.send('PUT', `/api/dossiers/${id}/scan`, form(bytes));
const accept = (office = here) => acceptDossier(database.db, office, '2026-11-23T08:00:00+07:00');
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a scan is kept as received and in its plain form, once, with an audit event', async () => {
  const dossier = await accept();
  const answer = await put(as.officer, dossier.id, scan);
  expect(((await answer.json()) as Dossier).scan).toEqual({
    pages: 2,
    pagesDiffer: false,
    bytes: expect.any(Number),
    compared: null,
  });
  expect(await said(await put(as.officer, dossier.id, scan))).toBe('200');

  const { db } = database;
  const row = await db.manager.findOneByOrFail(DossierRow, { id: dossier.id });
  expect(row.receivedScanHash).toBe(hashOf(scan));
  expect(Buffer.from(await deps.store.get(hashOf(scan))).equals(scan)).toBe(true);
  const events = await db.manager.findBy(AuditEvent, { dossierId: dossier.id, action: 'scan' });
  expect(events.map(({ details }) => details.hash)).toEqual([row.scanHash]);

  const shown = await as.leader.get(`/api/dossiers/${dossier.id}/scan`);
  expect(shown.headers.get('content-type')).toBe('application/pdf');
  expect(hashOf(new Uint8Array(await shown.arrayBuffer()))).toBe(row.scanHash);
  const again = await as.leader.send('GET', `/api/dossiers/${dossier.id}/scan`, undefined, {
    'if-none-match': `"${row.scanHash}"`,
  });
  expect(again.status).toBe(304);
});

/** Two grey pixels in a row, as a PNG of a scanner's page: 100 dpi. */
const picture = (grey: number) =>
  encodePng({
    width: 200,
    height: 100,
    rgba: Buffer.alloc(200 * 100 * 4, Buffer.from([grey, grey, grey, 255])),
  });

function sheets(files: Uint8Array[], fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const bytes of files) data.append('file', new File([bytes], 'page'));
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
const hand = (id: string, ...given: Parameters<typeof sheets>) =>
  as.officer.send('PUT', `/api/dossiers/${id}/scan`, sheets(...given));

test('pictures of pages become one PDF in their order, turned as asked; each file is kept', async () => {
  const dossier = await accept();
  const files = [picture(10), picture(240)];
  const answer = await hand(dossier.id, files, { turns: '90,0', compared: 'true' });
  expect(((await answer.json()) as Dossier).scan).toMatchObject({ pages: 2 });
  const { db } = database;
  const kept = await db.manager.find(ReceivedFile, {
    where: { dossierId: dossier.id },
    order: { position: 'ASC' },
  });
  expect(kept.map(({ sha256, kind, turn, bytes }) => ({ sha256, kind, turn, bytes }))).toEqual([
    { sha256: hashOf(files[0]!), kind: 'png', turn: 90, bytes: files[0]!.length },
    { sha256: hashOf(files[1]!), kind: 'png', turn: 0, bytes: files[1]!.length },
  ]);
  for (const bytes of files) {
    expect(Buffer.from(await deps.store.get(hashOf(bytes))).equals(bytes)).toBe(true);
  }
  const shown = await as.officer.get(`/api/dossiers/${dossier.id}/scan`);
  const pdf = await PDFDocument.load(await shown.arrayBuffer());
  const upright = pdf.getPages().map((page) => page.getWidth() < page.getHeight());
  expect(upright).toEqual([true, false]);
  // The same again is nothing new; turned otherwise it is another scan.
  await hand(dossier.id, files, { turns: '90,0' });
  await hand(dossier.id, files, { turns: '0,0' });
  expect(await db.manager.countBy(AuditEvent, { dossierId: dossier.id, action: 'scan' })).toBe(2);
});

test('a scan that the requester brought is marked with who compared it and when', async () => {
  const dossier = await accept();
  const answer = await hand(dossier.id, [scan], { compared: 'true' });
  expect(((await answer.json()) as Dossier).scan?.compared).toEqual({
    by: 'Nguyễn Thị Ví Dụ',
    at: new Date(clock.now).toISOString(),
  });
  const { db } = database;
  const taken = await db.manager.findOneByOrFail(TakenScan, { dossierId: dossier.id });
  expect(taken.comparedBy).toBe(here.staff.officer);
  expect(taken.comparedAt?.getTime()).toBe(clock.now);
  await hand(dossier.id, [await drawPdf(3)], { compared: 'false' });
  const again = await db.manager.findOneByOrFail(TakenScan, { dossierId: dossier.id });
  expect(again.comparedBy).toBeNull();
});

test.each([
  ['a PDF among pictures', () => [picture(9), scan], {}, '422 scan-mixed'],
  ['two PDFs', () => [scan, scan], {}, '422 scan-mixed'],
  ['a PDF to be turned', () => [scan], { turns: '90' }, '422 scan-turned'],
  ['a text among pictures', () => [picture(9), Buffer.from('GIF89a')], {}, '415 scan-not-pdf'],
  ['half a picture', () => [picture(9).subarray(0, 60)], {}, '422 page-picture-damaged'],
  ['a turn that is none', () => [picture(9)], { turns: '45' }, '422 input-invalid'],
  ['more turns than files', () => [picture(9)], { turns: '0,0' }, '422 input-invalid'],
])('%s is refused with its code', async (_what, files, fields, code) => {
  const dossier = await accept();
  expect(await said(await hand(dossier.id, files(), fields))).toBe(code);
});

test('a better scan takes the place of the first', async () => {
  const dossier = await accept();
  await put(as.officer, dossier.id, scan);
  const answer = await put(as.officer, dossier.id, await drawPdf(3));
  expect(((await answer.json()) as Dossier).scan).toMatchObject({ pages: 3 });
});

/** The officer where the policy takes scans in another way. */
async function officerUnder(scan: Partial<Policy['files']['scan']>): Promise<ApiClient> {
  const { rules } = deps;
  const getPolicy: Rules['getPolicy'] = (...asked) => {
    const policy = rules.getPolicy(...asked);
    return { ...policy, files: { ...policy.files, scan: { ...policy.files.scan, ...scan } } };
  };
  const client = new ApiClient(createApp({ ...deps, rules: { ...rules, getPolicy } }));
  return client.signIn('officer.mau-01');
}

test('a scan of another number of pages than declared is told, and by policy not submitted', async () => {
  const dossier = await accept();
  const answer = await put(as.officer, dossier.id, await drawPdf(3));
  expect(await answer.json()).toMatchObject({
    originalPages: 2,
    scan: { pages: 3, pagesDiffer: true },
  });
  const submit = `/api/dossiers/${dossier.id}/submit`;
  const key = (name: string) => ({ 'idempotency-key': `${name}-${dossier.id}` });
  const strict = await officerUnder({ pagesDiffer: 'refuse' });
  const refused = await strict.send('POST', submit, {}, key('strict'));
  expect(await refused.clone().json()).toMatchObject({ params: { scanned: 3, declared: 2 } });
  expect(await said(refused)).toBe('409 scan-pages-differ');
  // Past that check, there is no process to go on with here.
  expect(await said(await as.officer.send('POST', submit, {}, key('warn')))).toBe(
    '503 process-unavailable',
  );
});

test('the declared pages and the fee follow the scan where that is asked, once', async () => {
  const dossier = await accept();
  const pages = await drawPdf(3);
  await put(as.officer, dossier.id, pages);
  for (let time = 0; time < 2; time += 1) {
    const answer = await hand(dossier.id, [pages], { countPages: 'true' });
    expect(await answer.json()).toMatchObject({
      originalPages: 3,
      fee: { total: 5000, line: '2 × 2.000 + 1 × 1.000 = 5.000 ₫' },
      scan: { pages: 3, pagesDiffer: false },
    });
  }
  const { db } = database;
  const events = await db.manager.find(AuditEvent, {
    where: { dossierId: dossier.id, action: 'scan' },
    order: { sequence: 'ASC' },
  });
  expect(events.map(({ details }) => details.originalPages)).toEqual([undefined, 3]);
});

test('a policy that takes PDF alone refuses a picture', async () => {
  const dossier = await accept();
  const strict = await officerUnder({ types: ['application/pdf'] });
  const path = `/api/dossiers/${dossier.id}/scan`;
  expect(await said(await strict.send('PUT', path, sheets([picture(9)])))).toBe(
    '415 scan-kind-refused',
  );
  expect(await said(await strict.send('PUT', path, sheets([scan])))).toBe('200');
});

test.each([
  ['no PDF', () => Buffer.from('GIF89a'), '415 scan-not-pdf'],
  ['half a PDF', () => scan.subarray(0, scan.length / 2), '422 scan-damaged'],
  ['a locked PDF', encrypted, '422 scan-encrypted'],
  ['a file over 30 MB', () => Buffer.alloc(30 * 1024 * 1024 + 1), '413 scan-too-large'],
  ['a file far over 30 MB', () => Buffer.alloc(32 * 1024 * 1024), '413 scan-too-large'],
  ['an empty file', () => Buffer.alloc(0), '415 scan-not-pdf'],
])('%s is refused and changes nothing', async (_what, make, code) => {
  const dossier = await accept();
  expect(await said(await put(as.officer, dossier.id, make()))).toBe(code);
  expect(await said(await as.officer.get(`/api/dossiers/${dossier.id}/scan`))).toBe(
    '404 scan-unknown',
  );
});

function encrypted(): Uint8Array {
  const plain = join(folder, 'plain.pdf');
  writeFileSync(plain, scan);
  return execFileSync('qpdf', ['--encrypt', 'user', 'owner', '256', '--', plain, '-']);
}

test.each([
  ['JSON', { file: 'x' }],
  ['a form without the file', form(new Uint8Array(), 'other')],
])('%s is refused', async (_what, body) => {
  const dossier = await accept();
  const answer = await as.officer.send('PUT', `/api/dossiers/${dossier.id}/scan`, body);
  expect(await said(answer)).toBe('422 input-invalid');
});

test('a chunked upload without a length is cut off at the limit', async () => {
  const dossier = await accept();
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1_000_000;
      controller.enqueue(new Uint8Array(1_000_000));
    },
  });
  const init: RequestInit & { duplex: 'half' } = {
    method: 'PUT',
    body: endless,
    duplex: 'half',
    headers: { ...as.officer.headers(), 'content-type': 'multipart/form-data; boundary=x' },
  };
  const answer = await app.request(`/api/dossiers/${dossier.id}/scan`, init);
  expect(await said(answer)).toBe('413 scan-too-large');
  expect(sent).toBeLessThan(40_000_000);
});

test('after submission the scan stands', async () => {
  const dossier = await accept();
  await put(as.officer, dossier.id, scan);
  await moveDossier(database.db, dossier, '2026-11-23T09:00:00+07:00', { action: 'submit' });
  expect(await said(await put(as.officer, dossier.id, await drawPdf(3)))).toBe(
    '409 dossier-out-of-turn',
  );
});

test('who may attach a scan and who may not', async () => {
  const mine = await accept();
  const foreign = await accept(there);
  expect(await said(await put(as.leader, mine.id, scan))).toBe('403 right-missing');
  expect(await said(await put(as.officer, foreign.id, scan))).toBe('404 dossier-unknown');
  expect(await said(await put(as.officer, 'x', scan))).toBe('422 input-invalid');
  expect(await said(await put(as.citizen, mine.id, scan))).toBe('404 dossier-unknown');
  expect(await said(await put(new ApiClient(app), mine.id, scan))).toBe('401 sign-in-needed');
  expect(await said(await as.officer.get(`/api/dossiers/${foreign.id}/scan`))).toBe(
    '404 dossier-unknown',
  );
});

test('a finished copy is there for its office, its citizen and by its token, and for no one else', async () => {
  const { db, dossier, bytes } = await finish();
  const copy = `/api/dossiers/${dossier.id}/copy`;
  const file = `/api/my/copies/${dossier.id}/file`;
  for (const [client, path] of [
    [as.clerk, copy],
    [as.citizen, file],
  ] as const) {
    const answer = await client.get(path);
    expect(hashOf(new Uint8Array(await answer.arrayBuffer()))).toBe(hashOf(bytes));
  }
  expect(await said(await as.citizen.get(copy))).toBe('404 dossier-unknown');
  expect(await said(await as.other.get(copy))).toBe('404 dossier-unknown');
  expect(await said(await as.other.get(file))).toBe('404 copy-unknown');
  expect(await said(await as.officer.get(file))).toBe('403 right-missing');
  expect(await said(await new ApiClient(app).get(copy))).toBe('401 sign-in-needed');

  const mine = (await (await as.citizen.get('/api/my/copies')).json()) as { items: object[] };
  expect(mine.items).toEqual([
    {
      id: dossier.id,
      code: dossier.code,
      documentType: 'Giấy khai sinh',
      officeName: 'UBND Phường Mẫu',
      registerNumber: '001/ĐT',
      certifiedOn: '2026-11-23',
      status: 'in-force',
      revocation: null,
      publicUrl: `https://saoy.example/x/${dossier.publicToken}`,
    },
  ]);
  expect(await (await as.other.get('/api/my/copies')).json()).toEqual({ items: [] });
  expect(await said(await as.clerk.get('/api/my/copies'))).toBe('403 right-missing');

  const open = new ApiClient(app);
  const status = `/api/public/copies/${dossier.publicToken}`;
  expect(await (await open.get(status)).json()).toEqual({
    registerNumber: '001/ĐT',
    ...{ bookId: expect.any(String), number: 1 },
    officeName: 'UBND Phường Mẫu',
    certifiedOn: '2026-11-23',
    documentType: 'Giấy khai sinh',
    status: 'in-force',
    revocation: null,
    sha256: hashOf(bytes),
    versions: [hashOf(bytes)],
  });
  const swapped = dossier.publicToken.replace(/[a-zA-Z]/, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  expect(await said(await open.get(`/api/public/copies/${swapped}`))).toBe('404 copy-unknown');
  const entry = await assignNumber(db.manager, numberOrder(dossier));
  await db.manager.insert(RegisterVoid, {
    bookId: entry.bookId,
    number: entry.number,
    reason: 'Chứng thực sai',
    at: new Date(),
  });
  expect(await (await open.get(status)).json()).toMatchObject({ status: 'revoked' });
});

test('a copy that is not finished is not public', async () => {
  const dossier = await accept();
  const open = new ApiClient(app);
  expect(await said(await open.get(`/api/public/copies/${dossier.publicToken}`))).toBe(
    '404 copy-not-ready',
  );
  expect(await said(await as.clerk.get(`/api/dossiers/${dossier.id}/copy`))).toBe(
    '404 copy-unknown',
  );
});

test('anyone may verify a file, and nothing of it is kept', async () => {
  const before = await readdir(folder, { recursive: true });
  const answer = await new ApiClient(app).send('POST', '/api/verify', form(await drawPdf(7)));
  expect(await answer.json()).toMatchObject({ verdict: 'invalid', reasons: ['unsigned'] });
  expect(await readdir(folder, { recursive: true })).toEqual(before);
  const huge = form(Buffer.alloc(65 * 1024 * 1024));
  expect(await said(await new ApiClient(app).send('POST', '/api/verify', huge))).toBe(
    '413 request-too-large',
  );
});

async function finish() {
  const { db } = database;
  const dossier = await acceptDossier(db, here, '2026-11-23T08:00:00+07:00', {
    requester: { requesterId: citizenId },
  });
  const bytes = await drawPdf(4);
  const copyHash = await deps.store.put(bytes);
  await ensureBook(db.manager, here.id, 2026, 1);
  await assignNumber(db.manager, numberOrder(dossier));
  for (const action of ['submit', 'sign', 'seal', 'complete', 'deliver'] as const) {
    const changes = action === 'complete' ? { copyHash } : {};
    await moveDossier(db, dossier, '2026-11-23T09:00:00+07:00', { action, changes });
  }
  return { db, dossier, bytes };
}

function numberOrder(dossier: DossierRow) {
  return {
    publishedSizeOf: () => 0,
    dossierId: dossier.id,
    bookId: null,
    actorId: here.staff.clerk,
    actKey: 'seal:1',
    at: new Date('2026-11-23T09:00:00+07:00'),
    format: (number: number) => `${String(number).padStart(3, '0')}/ĐT`,
  };
}

test('any number of scans under one X-Request-Id is taken', async () => {
  const dossier = await accept();
  const header = { 'x-request-id': 'the-same-each-time' };
  for (const pages of [1, 2, 3]) {
    const path = `/api/dossiers/${dossier.id}/scan`;
    const answer = await as.officer.send('PUT', path, form(await drawPdf(pages)), header);
    expect(await said(answer)).toBe('200');
  }
  const acts = await database.db.manager.findBy(AuditEvent, {
    dossierId: dossier.id,
    action: 'scan',
  });
  expect(acts).toHaveLength(3);
  expect(acts.map(({ actKey }) => actKey).join()).not.toContain('the-same');
});

test('who had a scan, and when, is in the office’s log', async () => {
  const dossier = await accept();
  await put(as.officer, dossier.id, scan);
  expect((await as.leader.get(`/api/dossiers/${dossier.id}/scan`)).status).toBe(200);
  const events = await database.db.manager.findBy(AuditEvent, { action: 'download' });
  expect(events.filter(({ details }) => details.dossierId === dossier.id)).toMatchObject([
    { officeId: here.id, actorId: here.staff.leader, details: { what: 'scan' } },
  ]);
});
