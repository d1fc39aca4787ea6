import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { createDataSource } from '../../db/data-source';
import { enqueue } from '../../db/notices/outbox';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { layLine } from '../../test/fixtures/line';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { registerBacklogMetrics } from './backlog-metrics';

let database: TestDatabase;
let office: TestOffice;
const clock = { now: new Date('2026-11-27T10:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
}, 60_000);
afterAll(() => database.stop());

async function read(): Promise<string> {
  const registry = new Registry();
  registerBacklogMetrics(registry, database.db, () => clock.now);
  return registry.metrics();
}

test('what waits in the outbox is told by lane with its age, until it is carried', async () => {
  const { id: dossierId } = await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');
  await database.db.query(`UPDATE notice SET status = 'sent'`);
  const at = new Date('2026-11-27T09:58:20+07:00');
  await enqueue(
    database.db.manager,
    { officeId: office.id, subjectKind: 'dossier', subjectId: dossierId, at },
    [{ channel: 'mail', template: 'copy', recipientKind: 'requester', recipient: null }],
  );
  const text = await read();
  expect(text).toContain('saoy_outbox_items{lane="mail",status="pending"} 1');
  expect(text).toContain('saoy_outbox_oldest_seconds{lane="mail",status="pending"} 100');
  await database.db.query(`UPDATE notice SET status = 'sent'`);
  expect(await read()).not.toContain('lane="mail"');
});

test('alarms that have not sounded are told from their instant on, and no longer once they have', async () => {
  await database.db.query('UPDATE step_clock SET endedAt = ?', [clock.now]);
  const { id } = await acceptDossier(database.db, office, '2026-11-27T08:00:00+07:00');
  const [row] = await database.db.query<{ noticeAt: Date }[]>(
    'SELECT noticeAt FROM step_clock WHERE dossierId = ?',
    [id],
  );
  const noticeAt = Number(row?.noticeAt.getTime());
  clock.now = new Date(noticeAt - 1000);
  expect(await read()).toMatch(/saoy_alarms_overdue 0\n[^]*saoy_alarms_overdue_seconds 0/);
  clock.now = new Date(noticeAt + 90_000);
  expect(await read()).toMatch(/saoy_alarms_overdue 1\n[^]*saoy_alarms_overdue_seconds 90/);
  await database.db.query('UPDATE step_clock SET noticedAt = ? WHERE dossierId = ?', [
    clock.now,
    id,
  ]);
  expect(await read()).toMatch(/saoy_alarms_overdue 0\n/);
});

test('while the database is away the rest is told all the same', async () => {
  const url = new URL(database.url);
  const line = await layLine({ host: url.hostname, port: Number(url.port) });
  url.port = String(line.port);
  const db = await createDataSource(url.href).initialize();
  const registry = new Registry();
  registerBacklogMetrics(registry, db, () => clock.now);
  await line.cut();
  const text = await registry.metrics();
  expect(text).toContain('# TYPE saoy_outbox_items gauge');
  expect(text).not.toMatch(/^saoy_alarms_overdue /m);
  await line.mend();
  expect(await registry.metrics()).toMatch(/^saoy_alarms_overdue /m);
  await db.destroy();
  await line.cut();
}, 30_000);
