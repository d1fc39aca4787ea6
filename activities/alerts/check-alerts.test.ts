import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordRule } from '../../db/alerts/alert-rules';
import { listAlerts } from '../../db/alerts/raise-alerts';
import { keepForecastBase } from '../../db/forecasts/forecast-base';
import { StepClock } from '../../db/dossiers/entity';
import { type AlertKind, type AlertRule, usualRule } from '../../domain/alert-rules';
import type { KeptSituation } from '../../domain/forecasts';
import { loadRules } from '../../policies/load-rules';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import type { ActivityDeps } from '../deps';
import { createRecordAlarm } from '../dossiers/record-alarm';
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

async function standing(officeId: string, kind: AlertKind) {
  const alerts = await listAlerts(database.db, officeId, 100);
  return alerts.filter((alert) => alert.kind === kind);
}

async function setRule(
  kind: AlertKind,
  changes: Partial<AlertRule>,
  { id: officeId, staff }: TestOffice = office,
): Promise<void> {
  const actor = { officeId, actorId: staff.supervisor, at: now() };
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

test('what was reported upwards is told until the step is done, and not for the instant alone', async () => {
  const { db } = database;
  const ward = await makeOffice(db, 'cb-03', 'UBND Phường Báo');
  const ofWard = (kind: AlertKind) => standing(ward.id, kind);
  const dossier = await acceptDossier(db, ward, '2026-11-26T09:00:00+07:00');
  const ofDossier = { dossierId: dossier.id };
  const { step, round, due, escalateAt } = await db.manager.findOneByOrFail(StepClock, ofDossier);
  const sound = (alarm: 'breach' | 'escalation', set: Date, at: number) =>
    createRecordAlarm({ db, rules: loadRules() } as unknown as ActivityDeps)({
      ...{ ...ofDossier, alarm, step, round, due: set.getTime(), at },
    });
  await sound('breach', due, due.getTime());
  clock.now = escalateAt!.getTime();
  // An alarm a moment before its time sounds for nobody.
  await sound('escalation', escalateAt!, clock.now - 1);
  await check(ward.id);
  expect(await ofWard('escalation')).toEqual([]);
  await sound('escalation', escalateAt!, clock.now);
  expect(await check(ward.id)).toBe(1);
  const told = { dossierId: dossier.id, subject: `${dossier.id}:${step}:${round}`, value: null };
  expect(await ofWard('escalation')).toMatchObject([told]);
  expect(await check(ward.id)).toBe(0);
  await moveDossier(db, dossier, new Date(clock.now).toISOString(), { action: 'submit' });
  await check(ward.id);
  expect(await ofWard('escalation')).toEqual([]);
});

/** Past stays alike, of which so many took too long for any due. */
async function learnt(officeId: string, tooLong: number, count = 200): Promise<void> {
  const tenDays = 10 * 86_400;
  const situations = Array.from({ length: count }, (_, at): KeptSituation => {
    return ['create', 0, 0, 0, 0, at < tooLong ? tenDays : 0];
  });
  const score = { count: 0, brier: null, brierOfRate: null, brierOfTimeLeft: null };
  await keepForecastBase(database.db, {
    ...{ officeId, learntAt: now(), situations, score: { ...score, reliability: [] } },
  });
}

test('odds are told from their threshold on, with what they were; not below it, nor of too little data', async () => {
  const { db } = database;
  const ward = await makeOffice(db, 'cb-04', 'UBND Phường Đoán');
  clock.now = Date.parse('2026-11-27T09:30:00+07:00');
  const dossier = await acceptDossier(db, ward, '2026-11-27T09:00:00+07:00');
  const likely = () => standing(ward.id, 'odds');
  expect(await check(ward.id)).toBe(0);
  // The usual threshold is 70 %: (140 + 0.5) / 201 is 69.9 %, one more is 70.4 %.
  await learnt(ward.id, 140);
  expect(await check(ward.id)).toBe(0);
  await learnt(ward.id, 199, 199);
  expect(await check(ward.id)).toBe(0);
  await learnt(ward.id, 141);
  expect(await check(ward.id)).toBe(1);
  expect(await likely()).toMatchObject([
    { subject: dossier.id, dossierId: dossier.id, dossierCode: dossier.code, value: 70 },
  ]);
  // It is told once; by a higher threshold it stands no more, and by its own again.
  await learnt(ward.id, 142);
  expect(await check(ward.id)).toBe(0);
  await setRule('odds', { threshold: 71 }, ward);
  expect(await check(ward.id)).toBe(0);
  expect(await likely()).toEqual([]);
  await setRule('odds', { threshold: 70 }, ward);
  expect(await check(ward.id)).toBe(1);
  // What is late already has no odds.
  clock.now = dossier.legalDue.getTime();
  await check(ward.id);
  expect(await likely()).toEqual([]);
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
