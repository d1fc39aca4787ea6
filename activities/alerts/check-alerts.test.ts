import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordRule } from '../../db/alerts/alert-rules';
import { listAlerts } from '../../db/alerts/raise-alerts';
import { type AlertRule, usualRule } from '../../domain/alert-rules';
import { loadRules } from '../../policies/load-rules';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createCheckAlerts } from './check-alerts';

let database: TestDatabase;
let office: TestOffice;
let other: TestOffice;
const clock = { now: Date.parse('2026-11-26T10:00:00+07:00') };
const now = () => new Date(clock.now);

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'cb-01', 'UBND Phường Mẫu');
  other = await makeOffice(database.db, 'cb-02', 'UBND Phường Khác');
  for (let index = 0; index < 3; index += 1) {
    await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');
  }
}, 60_000);
afterAll(() => database.stop());

function check(officeId = office.id): Promise<number> {
  const reach = { sms: false, webhooks: ['giam-sat'] };
  return createCheckAlerts({ db: database.db, rules: loadRules(), now, reach }).checkAlertsOf({
    officeId,
  });
}

async function setRule(kind: AlertRule['kind'], changes: Partial<AlertRule>): Promise<void> {
  const actor = { officeId: office.id, actorId: office.staff.supervisor, at: now() };
  const rule = { ...usualRule(kind), ...changes };
  await recordRule(database.db, rule, { ...actor, actKey: `alert-rule:${Math.random()}` });
}

async function kinds(): Promise<string[]> {
  const alerts = await listAlerts(database.db, office.id, 100);
  return alerts.map(({ kind }) => kind).sort();
}

interface Left {
  channel: string;
  template: string;
  recipient: string;
  data: string | Record<string, number>;
}

async function notices(channel: string): Promise<unknown[]> {
  const rows = await database.db.query<Left[]>(
    `SELECT channel, template, recipient, data FROM notice
      WHERE subjectKind = 'alert' AND channel = ? ORDER BY createdAt, id`,
    [channel],
  );
  return rows.map(({ data, ...row }) => ({
    ...row,
    data: typeof data === 'string' ? (JSON.parse(data) as object) : data,
  }));
}

test('nothing stands as a rule says: nothing is told', async () => {
  expect(await check()).toBe(0);
  expect(await kinds()).toEqual([]);
});

test('a queue over its threshold is told once, and again only after it was short in between', async () => {
  await setRule('queue', { threshold: 2, byWebhook: true });
  expect([await check(), await check()]).toEqual([1, 0]);
  expect(await kinds()).toEqual(['queue']);
  const data = { kind: 'queue', count: 1, threshold: 2 };
  expect(await notices('portal')).toEqual([
    { channel: 'portal', template: 'alert', recipient: 'supervise', data },
  ]);
  expect(await notices('webhook')).toEqual([
    { channel: 'webhook', template: 'alert', recipient: 'giam-sat', data },
  ]);
  await setRule('queue', { threshold: 3 });
  expect(await check()).toBe(0);
  expect(await kinds()).toEqual([]);
  await setRule('queue', { threshold: 2 });
  expect(await check()).toBe(1);
});

test('what is near its end, then over it, is told of the same dossiers each in its turn', async () => {
  clock.now = Date.parse('2026-11-26T14:00:00+07:00');
  expect(await check()).toBe(3);
  expect(await kinds()).toEqual(['near', 'near', 'near', 'queue']);
  clock.now = Date.parse('2026-11-26T16:00:00+07:00');
  expect(await check()).toBe(3);
  expect(await kinds()).toEqual(['breach', 'breach', 'breach', 'queue']);
  expect(await check(other.id)).toBe(0);
});

test('a rule that is switched off tells nothing, and what stood by it is cleared', async () => {
  await setRule('breach', { isOn: false });
  expect(await check()).toBe(0);
  expect(await kinds()).toEqual(['queue']);
  const events = await database.db.query<{ details: unknown }[]>(
    "SELECT details FROM audit_event WHERE action = 'alert-rule' ORDER BY sequence DESC LIMIT 1",
  );
  expect(JSON.stringify(events[0]?.details)).toMatch(/wasOn/);
});

test('an hour’s alerts go in one mail to each who oversees the office', async () => {
  await database.db.query("UPDATE person SET email = 'ma-hoa' WHERE id = ?", [
    office.staff.supervisor,
  ]);
  await setRule('breach', { byMail: true, onPage: false });
  const before = (await notices('portal')).length;
  expect(await check()).toBe(3);
  expect(await notices('portal')).toHaveLength(before);
  expect(await notices('mail')).toEqual([
    {
      ...{ channel: 'mail', template: 'alert-digest', recipient: office.staff.supervisor },
      data: { breach: 3 },
    },
  ]);
  await acceptDossier(database.db, office, '2026-11-26T09:30:00+07:00');
  clock.now += 30 * 60_000;
  expect(await check()).toBe(1);
  expect(await notices('mail')).toHaveLength(1);
  clock.now += 31 * 60_000;
  expect(await check()).toBe(0);
  expect(await notices('mail')).toHaveLength(2);
});

test('a certificate that ends within the days of its rule is told with the days that are left', async () => {
  const { cert } = await certificateOf(20);
  await database.db.query(
    `INSERT INTO token (label, officeCode, purpose, certificates, keyId, seenAt)
      VALUES ('dau-01', 'cb-01', 'agency', ?, '01', NOW())`,
    [JSON.stringify([cert])],
  );
  await setRule('certificate', { threshold: 10 });
  expect(await check()).toBe(0);
  await setRule('certificate', { threshold: 30 });
  expect(await check()).toBe(1);
  const alerts = await listAlerts(database.db, office.id, 100);
  expect(alerts.find(({ kind }) => kind === 'certificate')).toMatchObject({
    ...{ subject: 'dau-01', value: 20, dossierId: null },
  });
});

/** A certificate of its own that ends so many days (and a half) from the clock. */
async function certificateOf(days: number): Promise<{ cert: string }> {
  const { webcrypto } = await import('node:crypto');
  const pkijs = await import('pkijs');
  const asn1js = await import('asn1js');
  const crypto = webcrypto;
  pkijs.setEngine('test', new pkijs.CryptoEngine({ name: 'test', crypto }));
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const made = new pkijs.Certificate();
  made.version = 2;
  made.serialNumber = new asn1js.Integer({ value: 1 });
  made.notBefore.value = new Date(clock.now - 86_400_000);
  made.notAfter.value = new Date(clock.now + (days + 0.5) * 86_400_000);
  await made.subjectPublicKeyInfo.importKey(keys.publicKey);
  await made.sign(keys.privateKey, 'SHA-256');
  return { cert: Buffer.from(made.toSchema().toBER()).toString('base64') };
}
