import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Alert } from '../db/alerts/entity';
import { loadRules } from '../policies/load-rules';
import { makeOffice, type TestOffice } from '../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { msPerDay } from '../time/time';
import { dropAlerts } from './drop-alerts';

let database: TestDatabase;
let office: TestOffice;
const rules = loadRules();
const { alertDays } = rules.getPolicy('hanoi-1287-2024').retention;
const at = new Date('2026-11-26T10:00:00+07:00');
const before = (days: number) => new Date(at.getTime() - days * msPerDay);

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'cb-01', 'UBND Phường Mẫu');
}, 60_000);
afterAll(() => database.stop());

async function keep(subject: string, clearedAt: Date | null, officeId = office.id) {
  await database.db.manager.insert(Alert, {
    ...{ id: randomUUID(), officeId, kind: 'queue', subject, dossierId: null, value: 3 },
    ...{ raisedAt: before(4 * alertDays), clearedAt, toMail: false, mailedAt: null },
  });
}

test('what was cleared longer ago than the policy keeps it is let go, and nothing that stands', async () => {
  await keep('over for long', new Date(before(alertDays).getTime() - 1));
  await keep('over for just so long', before(alertDays));
  await keep('over', before(1));
  await keep('standing', null);
  expect(await dropAlerts(database.db, rules, at)).toBe(1);
  expect(await dropAlerts(database.db, rules, at)).toBe(0);
  const left = await database.db.manager.find(Alert, { order: { subject: 'ASC' } });
  expect(left.map(({ subject }) => subject)).toEqual(['over', 'over for just so long', 'standing']);
});

test('each office’s are kept as its own policy says', async () => {
  const other = await makeOffice(database.db, 'cb-02', 'UBND Phường Khác', {
    policyId: 'national-2025',
  });
  await keep('of the other', before(20), other.id);
  const short = new Proxy(rules, {
    get(target, name, receiver) {
      if (name !== 'getPolicy') return Reflect.get(target, name, receiver) as unknown;
      return (id: string) => {
        const policy = target.getPolicy(id);
        if (id !== 'national-2025') return policy;
        return { ...policy, retention: { ...policy.retention, alertDays: 10 } };
      };
    },
  });
  expect(await dropAlerts(database.db, short, at)).toBe(1);
  expect(await database.db.manager.countBy(Alert, { officeId: other.id })).toBe(0);
  expect(await database.db.manager.countBy(Alert, { officeId: office.id })).toBe(3);
});
