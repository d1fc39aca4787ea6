import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { tmpdir } from 'node:os';
import { recordKey } from '../db/vault/record-key';
import { draftLetter } from '../db/letters/draft-letter';
import { Letter } from '../db/letters/entity';
import { createLog } from '../ops/log';
import { ApiClient, said, testDeps } from '../test/fixtures/api-client';
import { acceptDossier } from '../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../test/stack/database';
import { createApp } from './app';
import type { App } from './http/env';

/** What a person typed, in each of the forms that a field takes. */
const marker = 'Bà Riêng Tư Bảy';
const email = 'rieng.tu.bay@example.vn';
const identifier = '012345678907';
/** What is given out as a link, a reference or the code of a copy. */
const token = 'DauVetCuaMotLienKetRiengTuSo0007';
const secrets = [marker, 'Riêng Tư', 'rieng.tu', identifier];

let database: TestDatabase;
let office: TestOffice;
let app: App;
let log = '';
let dossierId: string;
let letterId: string;
const as = {} as Record<'officer' | 'leader' | 'supervisor', ApiClient>;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      log += chunk.toString();
      done();
    },
  });
  const deps = testDeps(db, tmpdir(), { now: Date.parse('2026-11-27T08:00:00+07:00') });
  app = createApp({ ...deps, log: createLog('api', 'trace', sink) });
  for (const role of ['officer', 'leader', 'supervisor'] as const) {
    as[role] = await new ApiClient(app).signIn(`${role}.mau-01`);
  }
  ({ id: dossierId } = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00'));
  await draftLetter(db.manager, {
    ...{ dossierId, kind: 'apology', officeId: office.id, reason: 'Quá hạn.' },
    due: new Date('2026-11-27T17:30:00+07:00'),
    previousDue: new Date('2026-11-26T17:30:00+07:00'),
    draftedAt: new Date('2026-11-26T17:30:00+07:00'),
  });
  ({ id: letterId } = await db.manager.findOneByOrFail(Letter, { dossierId }));
}, 60_000);
afterAll(() => database.stop());

/** From here on no row of any table is written: the refusal repeats its first text, as MariaDB's do. */
async function refuseWrites(): Promise<void> {
  const { db } = database;
  for (const { tableName, columns } of db.entityMetadatas) {
    // What comes before the act itself may be written.
    if (['idempotency', 'audit_head'].includes(tableName)) continue;
    const text = columns.find(({ type }) => type === 'varchar' || type === 'text');
    const said = text ? `NEW.\`${text.databaseName}\`` : `'nothing'`;
    for (const event of ['INSERT', 'UPDATE']) {
      await db.query(
        `CREATE TRIGGER \`refuse_${tableName}_${event}\` BEFORE ${event} ON \`${tableName}\` FOR EACH ROW
         BEGIN
           DECLARE said VARCHAR(500) DEFAULT CONCAT('Duplicate entry ''', COALESCE(LEFT(${said}, 200), ''), ''' of the row');
           SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = said;
         END`,
      );
    }
  }
}

const key = () => ({ 'idempotency-key': randomUUID() });
const acceptance = () => ({
  officeId: office.id,
  requester: { kind: 'no-account', fullName: marker, email },
  documentType: `Giấy của ${marker}`,
  originalPages: 1,
  copies: 1,
});

test('no secret that stands in an address is in a log line, whether the request is refused or fails', async () => {
  const key = await issueKey();
  const ways: [string, string, string?][] = [
    ['GET', `/api/public/copy-links/${token}`],
    ['POST', `/api/public/copy-links/${token}`],
    ['GET', `/api/public/copy-links/${token.repeat(4)}`],
    ['GET', `/api/public/copies/${token}`],
    ['GET', `/api/public/copies/${token}/`],
    ['GET', `/api/public/copies/${token.repeat(2)}`],
    ['GET', `/api/vault/${token}`],
    ['GET', `/api/vault/${token}`, key],
    ['GET', `/api/vault/${token}/file`, key],
    ['GET', `/api/vault/${token.repeat(2)}`, key],
    ['PUT', `/api/nowhere/${token}?token=${token}`],
  ];
  const ask = ([method, path, bearer]: (typeof ways)[number]) => {
    const headers = bearer ? { authorization: `Bearer ${bearer}` } : {};
    return new ApiClient(app).send(method, path, undefined, headers).then(said);
  };
  const refused = [];
  for (const way of ways) refused.push(await ask(way));
  expect(refused).toEqual(
    expect.arrayContaining(['404 copy-link-unknown', '404 copy-unknown', '404 reference-unknown']),
  );
  const tables = ['copy_link', 'dossier', 'vault_reference'];
  for (const table of tables) await database.db.query(`RENAME TABLE ${table} TO gone_${table}`);
  const failed = [];
  for (const way of ways) failed.push(await ask(way));
  for (const table of tables) await database.db.query(`RENAME TABLE gone_${table} TO ${table}`);
  expect(failed.filter((answer) => answer === '500 internal-error').length).toBeGreaterThan(3);
  for (const way of ['copy-links/:token', 'copies/:publicToken', 'vault/:reference/file']) {
    expect(log).toMatch(new RegExp(`"route":"GET /api/[^"]*${way}","code":"internal-error"`));
  }
  expect(log).not.toContain(token);
});

/** A program's key to the vault. */
async function issueKey(): Promise<string> {
  const { secret } = await recordKey(database.db.manager, {
    ...{ name: 'Hệ thống Ví Dụ', scopes: 'vault:read', officeId: office.id },
    createdAt: new Date('2026-11-26T08:00:00+07:00'),
    expiresAt: new Date('2026-11-28T08:00:00+07:00'),
  });
  return secret;
}

test('nothing that anybody typed is in a log line, whatever the database refused', async () => {
  await refuseWrites();
  const dossier = `/api/dossiers/${dossierId}`;
  const reason = { reason: `Vì ${marker} xin thôi` };
  const requests: [ApiClient, string, string, object?][] = [
    [as.officer, 'POST', '/api/dossiers', acceptance()],
    [as.officer, 'POST', `${dossier}/cancel`, reason],
    [as.officer, 'POST', `${dossier}/withdraw`, reason],
    [as.leader, 'POST', `${dossier}/return`, reason],
    [as.leader, 'POST', `${dossier}/refuse`, { ground: '', explanation: marker }],
    [as.leader, 'POST', `${dossier}/revoke`, { reason: marker, decision: marker }],
    [as.officer, 'POST', `${dossier}/resend-mail`, { email }],
    [as.supervisor, 'PUT', `/api/letters/${letterId}`, { body: `Kính gửi ${marker}, xin lỗi.` }],
    [as.officer, 'POST', '/api/vault/references', { dossierId, label: marker, days: 1 }],
    [as.officer, 'POST', '/api/requesters/search', { officeId: office.id, identifier }],
    [as.officer, 'POST', '/api/dossiers/search', { officeId: office.id, q: marker }],
    [as.officer, 'POST', '/api/requesters/earlier', { officeId: office.id, sought: marker }],
    [new ApiClient(app), 'POST', '/api/session', { username: marker, password: marker }],
    [new ApiClient(app), 'POST', '/api/session', { username: 'leader.mau-01', password: marker }],
  ];
  const answers: string[] = [];
  for (const [who, method, path, body] of requests) {
    answers.push(await said(await who.send(method, path, body, key())));
  }
  // The database was asked, and refused: else this would hold nothing.
  expect(answers.filter((answer) => answer === '500 internal-error').length).toBeGreaterThanOrEqual(
    5,
  );
  expectNoSecret();
});

test('nor what a statement looked for, where its table is gone', async () => {
  for (const table of ['visit', 'register_entry']) {
    await database.db.query(`RENAME TABLE \`${table}\` TO \`gone_${table}\``);
  }
  const asked = { officeId: office.id, list: 'all', q: marker };
  expect(await said(await as.officer.send('POST', '/api/dossiers/search', asked))).toBe(
    '500 internal-error',
  );
  expectNoSecret();
});

test('an incident still says what kind of error it was and where', () => {
  const lines = log.split('\n').filter((line) => line.includes('"incident"'));
  const last = JSON.parse(lines.at(-1) ?? '') as { err: { type: string; stack: string[] } };
  expect(last.err.type).toBe('QueryFailedError');
  expect(last.err.stack.join()).toMatch(/list-dossiers/);
});

function expectNoSecret(): void {
  expect(log).toContain('incident');
  for (const secret of secrets) expect(log).not.toContain(secret);
}
