import { readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AuditEvent } from '../../db/audit/entity';
import { checkAudit } from '../../db/audit/check-audit';
import { auditActs } from '../../domain/audit-words';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { giveRight, makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { AuditPage } from './contract';

const clock = { now: Date.parse('2026-11-27T08:00:00+07:00') };
const days = 'from=2026-11-01&to=2026-11-30';

let database: TestDatabase;
let province: TestOffice;
let ward: TestOffice;
let high: ApiClient;
let low: ApiClient;
let personId: string;
let code: string;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  province = await makeOffice(db, '000.00.00.H99', 'UBND Tỉnh Mẫu');
  ward = await makeOffice(db, '000.00.01.H99', 'UBND Phường Mẫu', { parent: province });
  await makeOffice(db, '000.00.02.H99', 'UBND Phường Khác', { parent: province });
  const app = createApp(testDeps(db, tmpdir(), clock));
  for (const [username, office] of [
    ['quan-tri-cao', province],
    ['quan-tri-phuong', ward],
  ] as const) {
    const id = await makePerson(db, { username, kind: 'staff', fullName: `Người ${username}` });
    await giveRight(db, { personId: id, officeId: office.id, right: 'administer' });
  }
  high = await new ApiClient(app).signIn('quan-tri-cao');
  low = await new ApiClient(app).signIn('quan-tri-phuong');
  const body = { fullName: 'Phạm Thị Sổ', username: 'so-1' };
  const made = await high.send('POST', `/api/offices/${ward.id}/people`, body);
  ({ personId } = (await made.json()) as { personId: string });
  await high.send('PATCH', `/api/people/${personId}`, { state: 'active' });
  const dossier = await acceptDossier(db, ward, '2026-11-26T09:00:00+07:00');
  ({ code } = dossier);
  await moveDossier(db, dossier, '2026-11-26T10:00:00+07:00', {
    ...{ action: 'submit', actorId: ward.staff.officer },
  });
}, 60_000);
afterAll(() => database.stop());

async function search(query: string, client = high, office = province): Promise<AuditPage> {
  const answer = await client.get(`/api/audit?officeId=${office.id}&${days}&${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as AuditPage;
}

test('the log says who did what to whom, what changed, and from which session', async () => {
  const { items } = await search(`person=${personId}`);
  expect(items.map(({ action }) => action)).toEqual(['person-state', 'person-made']);
  const [activated] = items;
  expect(activated).toMatchObject({
    ...{ text: 'Đổi trạng thái tài khoản', changes: ['trạng thái: Chưa kích hoạt → Kích hoạt'] },
    ...{ actor: { name: 'Người quan-tri-cao' }, person: { name: 'Phạm Thị Sổ' } },
    office: { name: 'UBND Phường Mẫu' },
  });
  expect(activated?.session?.device).toBeTruthy();
  const session = String(activated?.session?.id);
  expect((await search(`session=${session}`)).items.length).toBeGreaterThanOrEqual(2);
});

test('a dossier is found by its code, an act by its name, an actor by themselves', async () => {
  const { items } = await search(`dossier=${code}`);
  expect(items.map(({ text }) => text)).toEqual(['Trình ký', 'Tiếp nhận']);
  expect((await search('action=submit')).items.map(({ dossier }) => dossier?.code)).toEqual([code]);
  const mine = await search(`actor=${ward.staff.officer}`);
  expect(new Set(mine.items.map(({ actor }) => actor?.id))).toEqual(new Set([ward.staff.officer]));
  const outside = await high.get(
    `/api/audit?officeId=${province.id}&from=2026-11-01&to=2026-11-25&dossier=${code}`,
  );
  expect(((await outside.json()) as AuditPage).items).toEqual([]);
});

test('pages follow each other without a gap or a repetition', async () => {
  const whole = (await search('limit=100')).items.map(({ hash }) => hash);
  expect(whole.length).toBeGreaterThan(3);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: AuditPage = await search(`limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.items.map(({ hash }) => hash));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(whole);
});

test('nobody sees the log beyond their branch, nor who neither oversees nor administers', async () => {
  const below = await search('limit=100', low, ward);
  expect(new Set(below.items.map(({ office }) => office.id))).toEqual(new Set([ward.id]));
  expect(await said(await low.get(`/api/audit?officeId=${province.id}&${days}`))).toBe(
    '404 office-unknown',
  );
  const alone = await search('only=office&limit=100');
  expect(alone.items.some(({ office }) => office.id === ward.id)).toBe(false);
  const app = low.app;
  const officer = await new ApiClient(app).signIn(`officer.${ward.code}`);
  expect(await said(await officer.get(`/api/audit?officeId=${ward.id}&${days}`))).toBe(
    '403 right-missing',
  );
  const supervisor = await new ApiClient(app).signIn(`supervisor.${ward.code}`);
  expect((await search('', supervisor, ward)).items.length).toBeGreaterThan(0);
});

test('the table holds the same lines, and that it was taken stands in the log', async () => {
  const { items } = await search(`dossier=${code}`);
  const answer = await high.get(`/api/audit.xlsx?officeId=${province.id}&${days}&dossier=${code}`);
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  expect(items).toHaveLength(2);
  const taken = await database.db.manager.findBy(AuditEvent, { action: 'download' });
  expect(taken).toMatchObject([{ officeId: province.id, details: { log: true } }]);
  expect((await checkAudit(database.db)).flatMap(({ findings }) => findings)).toEqual([]);
});

test.each(['from=2026-11-02&to=2026-11-01', 'from=2026-01-01&to=2026-11-01'])(
  'days that are no search are refused: %s',
  async (wrong) => {
    expect(await said(await high.get(`/api/audit?officeId=${province.id}&${wrong}`))).toBe(
      '422 input-invalid',
    );
  },
);

test('every act that is written down has its words', () => {
  const rooms = ['db', 'activities', 'api', 'cli'].map((room) => join(__dirname, '..', '..', room));
  const written = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .flatMap((path) => {
        const source = readFileSync(join(room, path), 'utf8');
        if (!/[aA]udit\(|recordReading\(/.test(source)) return [];
        return [...source.matchAll(/(?:action: |audit\(\w+, \w+, )'([a-z-]+)'/g)].map(
          ([, action = '']) => action,
        );
      }),
  );
  expect(written.length).toBeGreaterThan(25);
  expect([...new Set(written)].filter((action) => !auditActs.has(action))).toEqual([]);
});

test('the log says what an account said of its person before, numbers and addresses masked', async () => {
  const made = await high.send('POST', `/api/offices/${ward.id}/people`, {
    ...{ fullName: 'Đỗ Văn Cũ', username: 'cu-1', title: 'Văn thư', phone: '0912345678' },
    email: 'cu@phuong-mau.invalid',
  });
  const { personId: id } = (await made.json()) as { personId: string };
  await high.send('PATCH', `/api/people/${id}`, {
    ...{ fullName: 'Đỗ Văn Mới', title: 'Văn thư', phone: '0987654321', email: null },
  });
  const [changed] = (await search(`person=${id}`)).items;
  expect(changed).toMatchObject({
    action: 'person-changed',
    changes: [
      'họ tên: Đỗ Văn Cũ → Đỗ Văn Mới',
      'email: c•••@phuong-mau.invalid → trống',
      'điện thoại: ••••••5678 → ••••••4321',
    ],
  });
});
