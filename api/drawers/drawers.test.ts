import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { Workbook } from 'exceljs';
import { AuditEvent } from '../../db/audit/entity';
import { Dossier } from '../../db/dossiers/entity';
import { CashMovement, DrawerClosing } from '../../db/drawers/entity';
import { feeEnds } from '../../domain/cash';
import { stages } from '../../domain/process';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { Dossier as DossierView } from '../dossiers/contract';
import type { DrawerView, OfficeDrawersView } from './drawer-contract';

let database: TestDatabase;
let office: TestOffice;
let app: App;
const clock = { now: Date.parse('2026-11-01T09:00:00+07:00') };
const as: Record<'officer' | 'clerk' | 'supervisor' | 'stranger', ApiClient> = {} as never;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  app = createApp(testDeps(db, tmpdir(), clock));
}, 60_000);
afterAll(() => database.stop());

let day = 0;
let today = '';
/** Each test has a day of its own, and its sessions. */
beforeEach(async () => {
  day += 1;
  today = `2026-11-${String(day).padStart(2, '0')}`;
  clock.now = Date.parse(`${today}T09:00:00+07:00`);
  for (const [name, username] of [
    ['officer', 'officer.mau-01'],
    ['clerk', 'clerk.mau-01'],
    ['supervisor', 'supervisor.mau-01'],
    ['stranger', 'officer.mau-02'],
  ] as const) {
    as[name] = await new ApiClient(app).signIn(username);
  }
});

const at = (time: string) => `${today}T${time}:00+07:00`;
const key = () => ({ 'idempotency-key': `key-${randomInt(1e12)}` });
const drawerPath = () => `/api/offices/${office.id}/drawer`;
const mine = async (client = as.officer) =>
  (await (await client.send('GET', drawerPath())).json()) as DrawerView;
const settle = (client: ApiClient, id: string, act: string, amount: number, header = key()) =>
  client.send('POST', `/api/dossiers/${id}/${act}`, { amount }, header);
const close = (body: object, client = as.officer) =>
  client.send('POST', `${drawerPath()}/close`, body, key());
const movementsOf = (dossierId: string) =>
  database.db.manager.find(CashMovement, {
    where: { dossierId },
    order: { at: 'ASC', kind: 'DESC' },
  });

async function refused(time = '08:30'): Promise<Dossier> {
  const dossier = await acceptDossier(database.db, office, at(time));
  await moveDossier(database.db, dossier, at('08:45'), { action: 'refuse' });
  return dossier;
}

test('what is accepted goes into the drawer of who accepts it, in one transaction with the acceptance', async () => {
  const dossier = await acceptDossier(database.db, office, at('08:30'));
  expect(await movementsOf(dossier.id)).toMatchObject([
    {
      ...{ officeId: office.id, cashierId: office.staff.officer, kind: 'taken', cause: 'accept' },
      ...{ amount: 4_000, at: new Date(at('08:30')) },
    },
  ]);
  const view = await mine();
  expect(view).toMatchObject({ day: today, sums: { movements: 1, taken: 4_000, returned: 0 } });
  expect(view.movements).toMatchObject([
    {
      dossierCode: dossier.code,
      amount: 4_000,
      requesterName: 'Nguyễn Thị Ví Dụ',
      isClosed: false,
    },
  ]);
  expect(view.toGiveBack).toEqual([]);
});

test('who is refused on the spot pays nothing', async () => {
  const body = {
    ...{ officeId: office.id, documentType: 'Giấy khai sinh', originalPages: 2, copies: 1 },
    requester: { kind: 'no-account', fullName: 'Trần Văn Ví Dụ', email: 'thu@example.vn' },
    refusedAtOnce: true,
  };
  const answer = await as.officer.send('POST', '/api/dossiers', body, key());
  const { id, fee } = (await answer.json()) as DossierView;
  expect(fee).toMatchObject({ total: 4_000, held: 0, owed: 4_000 });
  expect(await movementsOf(id)).toEqual([]);
  // It was gone on with after all.
  const taken = await settle(as.officer, id, 'take-fee', 4_000);
  expect(((await taken.json()) as DossierView).fee).toMatchObject({ held: 4_000, owed: 0 });
  expect(await movementsOf(id)).toMatchObject([
    { kind: 'taken', cause: 'take-fee', amount: 4_000 },
  ]);
});

test('the fee of a refused dossier is to be given back, whole, once, by who receives', async () => {
  const dossier = await refused();
  expect(
    (await mine()).toGiveBack.filter(({ dossierId }) => dossierId === dossier.id),
  ).toMatchObject([{ amount: 4_000, stage: 'refused' }]);
  expect(await said(await settle(as.officer, dossier.id, 'give-back-fee', 3_000))).toBe(
    '409 fee-not-owed',
  );
  expect(await said(await settle(as.clerk, dossier.id, 'give-back-fee', 4_000))).toBe(
    '403 right-missing',
  );
  expect(await said(await settle(as.stranger, dossier.id, 'give-back-fee', 4_000))).toBe(
    '404 dossier-unknown',
  );
  expect(await said(await settle(as.officer, dossier.id, 'take-fee', 4_000))).toBe(
    '409 dossier-out-of-turn',
  );
  const header = key();
  const given = await settle(as.officer, dossier.id, 'give-back-fee', 4_000, header);
  expect(((await given.json()) as DossierView).fee).toMatchObject({ held: 0, owed: 0 });
  // The same request again, and another one.
  expect((await settle(as.officer, dossier.id, 'give-back-fee', 4_000, header)).status).toBe(200);
  expect(await said(await settle(as.officer, dossier.id, 'give-back-fee', 4_000))).toBe(
    '409 fee-not-owed',
  );
  expect(await movementsOf(dossier.id)).toMatchObject([
    { kind: 'taken', amount: 4_000 },
    { kind: 'returned', cause: 'give-back-fee', amount: 4_000 },
  ]);
  const { db } = database;
  expect(
    await db.manager.findBy(AuditEvent, { dossierId: dossier.id, action: 'give-back-fee' }),
  ).toMatchObject([{ actorId: office.staff.officer, details: { amount: 4_000 } }]);
  const view = await mine();
  expect(view.sums).toEqual({ movements: 2, taken: 4_000, returned: 4_000 });
  expect(view.toGiveBack.some(({ dossierId }) => dossierId === dossier.id)).toBe(false);
});

test('two who give the same fee back at once: one does', async () => {
  const dossier = await refused();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => settle(as.officer, dossier.id, 'give-back-fee', 4_000)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await movementsOf(dossier.id)).toHaveLength(2);
});

test('a receipt of what was given back is offered then, and says the sum in words', async () => {
  const dossier = await refused();
  const path = `/api/dossiers/${dossier.id}/papers`;
  expect(await said(await as.officer.send('POST', path, { kind: 'fee-return' }))).toBe(
    '409 paper-not-offered',
  );
  await settle(as.officer, dossier.id, 'give-back-fee', 4_000);
  const issued = await as.officer.send('POST', path, { kind: 'fee-return' });
  expect(await issued.json()).toMatchObject({ kind: 'fee-return', label: 'Biên nhận trả lại phí' });
  const [{ words } = { words: '' }] = await database.db.query<{ words: string }[]>(
    `SELECT words FROM paper WHERE dossierId = ? AND kind = 'fee-return'`,
    [dossier.id],
  );
  // Personal: not to be read in the table.
  expect(words).not.toContain('Bốn nghìn');
});

test('a correction that changes the fee is settled by an act of its own', async () => {
  const dossier = await acceptDossier(database.db, office, at('08:30'));
  const correct = async (copies: number) => {
    const body = { documentType: 'Giấy khai sinh', originalPages: 2, copies };
    const answer = await as.officer.send(
      'POST',
      `/api/dossiers/${dossier.id}/correct`,
      body,
      key(),
    );
    return ((await answer.json()) as DossierView).fee;
  };
  expect(await correct(3)).toMatchObject({ total: 12_000, held: 4_000, owed: 8_000 });
  await settle(as.officer, dossier.id, 'take-fee', 8_000);
  expect(await correct(2)).toMatchObject({ total: 8_000, held: 12_000, owed: -4_000 });
  await settle(as.officer, dossier.id, 'give-back-fee', 4_000);
  expect((await mine()).sums).toEqual({ movements: 3, taken: 12_000, returned: 4_000 });
});

test('a dossier of before drawers were kept counts as paid, and what goes back of it came in first', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, office, at('08:30'), { takesFee: false });
  await db.manager.update(Dossier, { id: dossier.id }, { feeHeld: null });
  const view = async () =>
    ((await (await as.officer.send('GET', `/api/dossiers/${dossier.id}`)).json()) as DossierView)
      .fee;
  expect(await view()).toMatchObject({ held: 4_000, owed: 0 });
  await moveDossier(db, dossier, at('08:45'), { action: 'withdraw' });
  expect(await view()).toMatchObject({ held: 4_000, owed: -4_000 });
  // Nobody knows whether the money is still there: it is on no list.
  expect((await mine()).toGiveBack.some(({ dossierId }) => dossierId === dossier.id)).toBe(false);
  await settle(as.officer, dossier.id, 'give-back-fee', 4_000);
  expect(await movementsOf(dossier.id)).toMatchObject([
    { kind: 'taken', cause: 'before', shift: 0, at: new Date(at('08:30')) },
    { kind: 'returned', amount: 4_000 },
  ]);
  expect((await mine()).sums).toEqual({ movements: 1, taken: 0, returned: 4_000 });
});

test('a drawer is closed with what was counted; what comes then is the next shift’s', async () => {
  const before = await mine();
  if (before.open.movements > 0) {
    const { shift, movements, taken, returned } = before.open;
    await close({ shift, movements, opening: 0, counted: taken - returned });
  }
  const empty = (await mine()).open;
  const { shift } = empty;
  expect(await said(await close({ shift, movements: 0, opening: 0, counted: 0 }))).toBe(
    '409 drawer-empty',
  );
  await acceptDossier(database.db, office, at('08:30'));
  const count = { shift, movements: 1, opening: 50_000, counted: 54_000 };
  await acceptDossier(database.db, office, at('08:40'));
  // Something came in since it was shown.
  expect(await said(await close(count))).toBe('409 drawer-changed');
  const whole = { ...count, movements: 2, counted: 57_000 };
  expect(await said(await close(whole))).toBe('422 drawer-note-needed');
  expect(await said(await close(whole, as.clerk))).toBe('403 right-missing');
  expect(await said(await close({ ...whole, counted: -1 }))).toBe('422 input-invalid');
  const closed = await close({ ...whole, note: 'Thiếu tiền lẻ khi trả lại.' });
  expect(((await closed.json()) as DrawerView).open).toMatchObject({
    shift: shift + 1,
    movements: 0,
  });
  expect(await said(await close(whole))).toBe('409 drawer-changed');
  const view = await mine();
  expect(view.lastOpening).toBe(50_000);
  expect(view.closings[0]).toMatchObject({
    ...{ shift, taken: 8_000, returned: 0, expected: 58_000, counted: 57_000 },
  });
  expect(view.movements.every(({ isClosed }) => isClosed)).toBe(true);
  await acceptDossier(database.db, office, at('08:50'));
  expect((await mine()).open).toMatchObject({ shift: shift + 1, movements: 1, taken: 4_000 });
  const { db } = database;
  const keys = { officeId: office.id, cashierId: office.staff.officer, shift };
  await expect(db.manager.update(DrawerClosing, keys, { counted: 58_000 })).rejects.toThrow(
    'append-only',
  );
  await expect(db.manager.delete(CashMovement, { officeId: office.id })).rejects.toThrow(
    'append-only',
  );
});

test('money that comes in while a drawer is closed is in one shift or the next, never in none', async () => {
  const { db } = database;
  await acceptDossier(db, office, at('08:00'));
  const { open } = await mine();
  const { shift, movements, taken, returned } = open;
  await Promise.all([
    close({ shift, movements, opening: 0, counted: taken - returned }),
    ...Array.from({ length: 8 }, (_, n) => acceptDossier(db, office, at(`08:1${n}`))),
  ]);
  const [row] = await db.query<{ closed: string; counted: string; all: string }[]>(
    `SELECT (SELECT SUM(movements) FROM drawer_closing c WHERE c.officeId = ? AND c.cashierId = ?) AS closed,
       (SELECT COUNT(*) FROM cash_movement m JOIN drawer_closing c
          ON c.officeId = m.officeId AND c.cashierId = m.cashierId AND c.shift = m.shift
        WHERE m.officeId = ? AND m.cashierId = ?) AS counted,
       (SELECT COUNT(*) FROM cash_movement WHERE officeId = ? AND cashierId = ? AND shift > 0) AS \`all\``,
    Array.from({ length: 3 }, () => [office.id, office.staff.officer]).flat(),
  );
  expect(Number(row?.closed)).toBe(Number(row?.counted));
  expect(Number(row?.all)).toBe(Number(row?.counted) + (await mine()).open.movements);
});

test('a supervisor sees every drawer of the office; officers see their own', async () => {
  await acceptDossier(database.db, office, at('08:30'));
  await acceptDossier(database.db, office, at('08:31'), { actorId: office.staff.leader });
  const path = `/api/offices/${office.id}/drawers`;
  expect(await said(await as.officer.send('GET', path))).toBe('403 right-missing');
  expect(await said(await as.stranger.send('GET', drawerPath()))).toBe('404 office-unknown');
  const view = (await (await as.supervisor.send('GET', path)).json()) as OfficeDrawersView;
  expect(view.sums).toEqual({ movements: 2, taken: 8_000, returned: 0 });
  expect(view.cashiers.filter(({ movements }) => movements > 0)).toHaveLength(2);
  expect((await mine()).sums).toEqual({ movements: 1, taken: 4_000, returned: 0 });
  const other = await as.supervisor.send('GET', `${path}?day=2026-10-01`);
  expect(((await other.json()) as OfficeDrawersView).movements).toEqual([]);
  expect(await said(await as.supervisor.send('GET', `${path}?day=2026-13-01`))).toBe(
    '422 input-invalid',
  );
});

test('the workbook holds what is shown, and the log says who took it', async () => {
  await acceptDossier(database.db, office, at('08:30'));
  const answer = await as.supervisor.send('GET', `/api/offices/${office.id}/drawers.xlsx`);
  const workbook = new Workbook();
  await workbook.xlsx.load(await answer.arrayBuffer());
  const sheet = workbook.getWorksheet('Thu và trả lại');
  expect(sheet?.getRow(5).getCell(5).value).toBe(4_000);
  expect(sheet?.getRow(6).getCell(5).value).toBe(4_000);
  expect(
    await database.db.manager.findBy(AuditEvent, { action: 'list-exported', officeId: office.id }),
  ).toMatchObject([{ details: { list: 'drawer', rows: 1 } }]);
});

test('what is held is what the movements say, of every dossier', async () => {
  expect(stages).toEqual(expect.arrayContaining([...feeEnds]));
  const differing = await database.db.query<object[]>(
    `SELECT d.code FROM dossier d LEFT JOIN cash_movement m ON m.dossierId = d.id
     WHERE d.feeHeld IS NOT NULL GROUP BY d.id, d.code, d.feeHeld
     HAVING d.feeHeld <> COALESCE(SUM(IF(m.kind = 'taken', m.amount, -CAST(m.amount AS SIGNED))), 0)`,
  );
  expect(differing).toEqual([]);
});
