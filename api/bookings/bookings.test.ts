import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Workbook } from 'exceljs';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { AuditEvent } from '../../db/audit/entity';
import { Booking as BookingRow, BookingException } from '../../db/bookings/entity';
import { Notice } from '../../db/notices/entity';
import { TryCounterRow } from '../../db/tries/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { rulesWith } from '../../test/fixtures/rules';
import { solveProof } from '../../test/fixtures/solve-proof';
import { codeSentTo, textsOf } from '../../test/fixtures/text-messages';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ApiDeps } from '../http/deps';
import type { App } from '../http/env';
import type { Problem } from '../http/contract';
import type {
  Booking,
  BookingDays,
  BookingHeld,
  BookingHours,
  BookingOffices,
  BookingRow as Row,
} from './booking-contract';

let database: TestDatabase;
let deps: ApiDeps;
let app: App;
let office: TestOffice;
let officer: ApiClient;
const clock = { now: 0 };
/** Wednesday 25/11/2026, 08:00. */
const morning = Date.parse('2026-11-25T01:00:00Z');
const minute = 60_000;
const at = (time: string, date = '2026-11-26') =>
  new Date(`${date}T${time}:00+07:00`).toISOString();

beforeAll(async () => {
  database = await startDatabase();
  // The work of browsers is tried where it belongs; two hundred of them are here at once.
  const rules = rulesWith(
    ['iterations: 5000', 'iterations: 1000'],
    ["key_prefix: '00'", "key_prefix: '0'"],
  );
  const environment = { SMS_GATEWAY_URL: 'http://127.0.0.1:1/texts' };
  deps = { ...testDeps(database.db, tmpdir(), clock, environment), rules };
  app = createApp(deps);
  clock.now = morning;
  office = await makeOffice(database.db, '000.00.41.H97', 'Ủy ban nhân dân Phường Mẫu');
  await signIn();
  await publish(2);
}, 60_000);
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.manager.clear(TryCounterRow);
  await database.db.manager.clear(BookingException);
  clock.now = morning;
  await signIn();
});

const browser = (address = '203.0.113.9') => new ApiClient(app, address);
const key = () => ({ 'idempotency-key': `key-${randomInt(1e12)}` });
const newPhone = () => `09${randomInt(10_000_000, 99_999_999)}`;

async function signIn(): Promise<void> {
  officer = await new ApiClient(app).signIn('officer.000.00.41.H97');
}

async function publish(seats: number): Promise<void> {
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => seats));
  const path = `/api/offices/${office.id}/booking-plan`;
  const body = { week, note: 'Số 1 phố Mẫu, tầng 1' };
  expect(await said(await officer.send('PUT', path, body, key()))).toBe('200');
}

const facts = (more: object = {}) => ({
  ...{ requesterName: 'Trần Văn Thử', phone: newPhone(), procedure: 'domestic', originals: 2 },
  ...{ documentType: 'Bằng tốt nghiệp', email: 'thu@thu-mau.invalid', ...more },
});

async function hold(client: ApiClient, startsAt: string): Promise<Response> {
  const proof = await solveProof(client);
  return client.send('POST', '/api/public/bookings', { officeId: office.id, startsAt, proof });
}

async function book(startsAt: string, more: object = {}, client = browser()): Promise<Booking> {
  const { link } = (await (await hold(client, startsAt)).json()) as BookingHeld;
  const path = `/api/public/bookings/${link}/confirm`;
  const answer = await client.send('POST', path, { facts: facts(more) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Booking;
}

async function days(from = '2026-11-26', to = from): Promise<BookingDays> {
  const path = `/api/offices/${office.id}/bookings?from=${from}&to=${to}`;
  return (await (await officer.get(path)).json()) as BookingDays;
}

async function rowOf({ code }: Booking): Promise<Row> {
  const { bookings } = await days('2026-11-25', '2026-12-20');
  const row = bookings.find((one) => one.code === code);
  if (!row) throw new Error(`${code} is not listed`);
  return row;
}

const act = async (row: Row, name: string, body?: object) =>
  officer.send('POST', `/api/offices/${office.id}/bookings/${row.id}/${name}`, body, key());
const kept = async ({ link }: Booking) =>
  (await (await browser().get(`/api/public/bookings/${link}`)).json()) as Booking;

test('a stranger finds office and hours, holds a place, confirms, and has a code', async () => {
  const client = browser();
  const found = (await (await client.get('/api/public/booking-offices')).json()) as BookingOffices;
  expect(found).toMatchObject({ provinces: ['Thành phố Mẫu'], offices: [{ id: office.id }] });
  const path = `/api/public/booking-offices/${office.id}`;
  const open = (await (await client.get(path)).json()) as BookingHours;
  expect(open.days).toHaveLength(30);
  // Today from an hour ahead on; nobody books a Sunday.
  expect(open.days[0]?.hours[0]?.startsAt).toBe(at('10:00', '2026-11-25'));
  expect(open.days.find(({ date }) => date === '2026-11-29')?.hours).toEqual([]);
  const booking = await book(at('08:00', '2026-11-27'), {}, client);
  expect(booking).toMatchObject({ state: 'booked', startsAt: at('08:00', '2026-11-27') });
  expect(booking.code).toMatch(/^CTĐT-20261125-\d{4}$/);
  expect(booking.phone).toMatch(/^•+\d{4}$/);
  const texts = await textsOf(deps);
  expect(texts.at(-1)?.text).toMatch(
    new RegExp(`Lịch hẹn ${booking.code}: 08:00 ngày 27/11/2026, .*/lich-hen#${booking.link}`),
  );
});

test('two hundred strangers at once on the last place: one has it, the rest hear what is free next', async () => {
  await book(at('16:00'));
  const clients = Array.from({ length: 200 }, (_, one) => browser(`198.51.100.${one}`));
  const proofs: string[] = [];
  for (const client of clients) proofs.push(await solveProof(client));
  const body = { officeId: office.id, startsAt: at('16:00') };
  const answers = await Promise.all(
    clients.map((client, one) =>
      client.send('POST', '/api/public/bookings', { ...body, proof: proofs[one] }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const refused = answers.filter(({ status }) => status === 409);
  expect(refused).toHaveLength(199);
  const { code, detail } = (await refused[0]!.json()) as Problem;
  expect([code, detail]).toEqual([
    'booking-full',
    'Giờ này vừa hết chỗ. Giờ còn trống gần nhất: 08:00 26/11/2026, 09:00 26/11/2026, 10:00 26/11/2026. Chọn giờ khác, hoặc vào danh sách chờ của ngày đó.',
  ]);
  const hour = { officeId: office.id, startsAt: new Date(at('16:00')) };
  expect(await database.db.manager.countBy(BookingRow, hour)).toBe(2);
}, 180_000);

test('a stranger works for each hold, and one network has so many in an hour', async () => {
  const body = { officeId: office.id, startsAt: at('10:00') };
  const bare = await browser().send('POST', '/api/public/bookings', body);
  expect(await said(bare)).toBe('403 proof-needed');
  const rules = rulesWith(
    ['iterations: 5000', 'iterations: 100'],
    ['holds_per_hour_max: 60', 'holds_per_hour_max: 1'],
  );
  const client = new ApiClient(createApp({ ...deps, rules }), '203.0.113.9');
  const startsAt = at('10:00', '2026-12-01');
  expect(await said(await hold(client, startsAt))).toBe('201');
  expect(await said(await hold(client, startsAt))).toBe('429 bookings-too-many');
  expect(await said(await hold(client, at('03:00')))).toBe('422 booking-hour-closed');
  expect(await said(await hold(client, at('08:00', '2026-11-24')))).toBe('422 booking-hour-closed');
  expect(await said(await hold(client, at('08:00', '2027-03-01')))).toBe('422 booking-hour-closed');
});

test('its link opens it, moves it and cancels it; another link opens nothing', async () => {
  const booking = await book(at('10:00'));
  const client = browser();
  const path = `/api/public/bookings/${booking.link}`;
  const wrong = booking.link.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  expect(await said(await client.get(`/api/public/bookings/${wrong}`))).toBe('404 booking-unknown');
  const moved = await client.send('POST', `${path}/move`, { startsAt: at('14:00') });
  expect(await moved.json()).toMatchObject({ startsAt: at('14:00'), moved: { from: at('10:00') } });
  const file = await client.get(`${path}/calendar`);
  expect(file.headers.get('content-type')).toMatch(/^text\/calendar/);
  const text = (await file.text()).replaceAll('\r\n ', '');
  expect(text).toContain('DTSTART:20261126T070000Z\r\n');
  expect(text).toContain('SEQUENCE:2\r\n');
  expect(text).toContain(`URL;VALUE=URI:https://saoy.example/lich-hen#${booking.link}\r\n`);
  expect(await said(await client.send('POST', `${path}/cancel`))).toBe('200');
  expect(await said(await client.send('POST', `${path}/move`, { startsAt: at('15:00') }))).toBe(
    '409 booking-over',
  );
  expect((await (await client.get(`${path}/calendar`)).text()).includes('STATUS:CANCELLED')).toBe(
    true,
  );
});

test('without the link: by its code and a code sent to its number, and nobody learns which belong together', async () => {
  const phone = newPhone();
  const { code, link } = await book(at('11:00'), { phone });
  const ask = async (client: ApiClient, contact: string) => {
    const proof = await solveProof(client);
    const body = { code: String(code).replace('Đ', 'd').toLowerCase(), contact, proof };
    return said(await client.send('POST', '/api/public/booking-access', body));
  };
  const give = async (client: ApiClient, contact: string, oneTimeCode: string) =>
    client.send('POST', '/api/public/booking-access/code', { code, contact, oneTimeCode });
  const [client, stranger] = [browser(), browser('198.51.100.7')];
  expect(await ask(stranger, '0900000000')).toBe('200');
  expect(await said(await give(stranger, '0900000000', '123456'))).toBe('401 code-wrong');
  expect(await ask(client, phone)).toBe('200');
  const sent = await codeSentTo(deps, phone);
  expect(await said(await give(stranger, phone, sent))).toBe('401 code-wrong');
  expect(await (await give(client, phone, sent)).json()).toEqual({ link });
  expect(await said(await give(client, phone, sent))).toBe('401 code-wrong');
});

test('a citizen who is signed in needs no work, has them in one list, and is told in their account', async () => {
  const username = `0${randomInt(10_000_000_000, 99_999_999_999)}`;
  const facts = { username, identifier: username, kind: 'citizen' as const };
  const personId = await makePerson(database.db, facts);
  const citizen = await browser().signIn(username);
  const body = { officeId: office.id, startsAt: at('09:00', '2026-11-30') };
  const held = (await (
    await citizen.send('POST', '/api/public/bookings', body)
  ).json()) as BookingHeld;
  const path = `/api/public/bookings/${held.link}/confirm`;
  const answer = await citizen.send('POST', path, { facts: { ...factsOf() } });
  expect(answer.status).toBe(200);
  const mine = await citizen.get('/api/my/bookings');
  expect(await mine.json()).toMatchObject({ bookings: [{ link: held.link, state: 'booked' }] });
  expect(
    await database.db.manager.countBy(Notice, { recipient: personId, channel: 'portal' }),
  ).toBe(1);
  const told = await citizen.get('/api/my-notices');
  expect(JSON.stringify(await told.json())).toContain('"template":"booking-made"');

  function factsOf() {
    return {
      requesterName: 'Trần Văn Thử',
      phone: newPhone(),
      procedure: 'foreign',
      originals: 1,
      documentType: 'Hộ chiếu',
    };
  }
});

test('an officer moves it with a reason, which reaches its holder with both hours', async () => {
  const booking = await book(at('08:00', '2026-12-02'));
  const row = await rowOf(booking);
  const to = {
    startsAt: at('09:00', '2026-12-02'),
    ground: 'agency',
    reason: 'Họp Ủy ban nhân dân',
  };
  expect(await said(await act(row, 'move', { ...to, reason: '' }))).toBe('422 input-invalid');
  expect(await said(await act(row, 'move', to))).toBe('200');
  expect(await kept(booking)).toMatchObject({
    startsAt: to.startsAt,
    moved: { from: booking.startsAt, ground: 'agency', reason: 'Họp Ủy ban nhân dân' },
  });
  const texts = (await textsOf(deps)).filter(({ text }) => text.includes(String(booking.code)));
  const text = texts.map((one) => one.text).find((one) => one.includes('chuyển sang'));
  expect(text).toContain('chuyển sang 09:00 ngày 02/12/2026');
  expect(text).toContain('Lý do: Họp Ủy ban nhân dân');
  const event = { action: 'booking-moved', actorId: office.staff.officer };
  expect(await database.db.manager.existsBy(AuditEvent, event)).toBe(true);
});

test('a closed afternoon names whom it hits; they move where they agree, and stay where they do not', async () => {
  const date = '2026-12-03';
  const [one, other, safe] = [
    await book(at('14:00', date)),
    await book(at('15:00', date)),
    await book(at('08:00', date)),
  ];
  const path = `/api/offices/${office.id}/booking-hours`;
  const closing = { date, fromHour: 13, toHour: 18, seats: 0 };
  const hit = (await (await officer.send('POST', path, closing, key())).json()) as BookingDays;
  const hitCodes = hit.bookings.filter(({ isDisplaced }) => isDisplaced).map(({ code }) => code);
  expect(hitCodes).toEqual([one.code, other.code]);
  const to = { startsAt: at('10:00', date), ground: 'agency', reason: 'Cơ quan nghỉ chiều' };
  for (const booking of [one, other]) {
    expect(await said(await act(await rowOf(booking), 'propose', to))).toBe('200');
  }
  // Both places are kept meanwhile.
  expect(await said(await hold(browser(), to.startsAt))).toBe('409 booking-full');
  expect(await kept(one)).toMatchObject({
    startsAt: one.startsAt,
    proposal: { startsAt: to.startsAt },
  });
  const answer = async ({ link }: Booking, agrees: boolean) =>
    said(await browser().send('POST', `/api/public/bookings/${link}/answer`, { agrees }));
  expect(await answer(one, true)).toBe('200');
  expect(await answer(other, false)).toBe('200');
  expect(await answer(other, true)).toBe('409 booking-not-proposed');
  expect(await kept(one)).toMatchObject({ startsAt: to.startsAt, proposal: null });
  expect(await kept(other)).toMatchObject({ startsAt: other.startsAt, proposal: null });
  expect(await kept(safe)).toMatchObject({ startsAt: safe.startsAt });
  expect(await said(await hold(browser(), to.startsAt))).toBe('201');
});

test('a new holiday hits who had booked it', async () => {
  const booking = await book(at('09:00', '2026-12-04'));
  expect((await rowOf(booking)).isDisplaced).toBe(false);
  const calendarOf = (id: string) => {
    const calendar = deps.rules.calendarOf(id);
    const entry = {
      date: '2026-12-04',
      kind: 'holiday',
      name: 'Ngày nghỉ mẫu',
      citation: 'QĐ mẫu',
    } as const;
    const day = Date.parse('2026-12-04T00:00:00Z') / 86_400_000;
    return {
      ...calendar,
      daysOff: [...calendar.daysOff, { day, entry }],
      firstSession: closed(calendar, day),
    };
  };
  const after = createApp({ ...deps, rules: { ...deps.rules, calendarOf } });
  const client = await new ApiClient(after).signIn('officer.000.00.41.H97');
  const path = `/api/offices/${office.id}/bookings?from=2026-12-04&to=2026-12-04`;
  const view = (await (await client.get(path)).json()) as BookingDays;
  expect(view.days[0]).toMatchObject({ holiday: 'Ngày nghỉ mẫu', hours: [] });
  expect(view.bookings).toMatchObject([{ code: booking.code, isDisplaced: true }]);

  function closed(
    { firstSession, firstDay }: ReturnType<typeof deps.rules.calendarOf>,
    day: number,
  ) {
    const changed = Int32Array.from(firstSession);
    changed[day - firstDay] = changed[day - firstDay + 1]!;
    return changed;
  }
});

test('nobody has missed what is to come; afterwards an officer says so, and the place of the day is no more', async () => {
  const booking = await book(at('10:00', '2026-12-07'));
  const row = await rowOf(booking);
  expect(await said(await act(row, 'missed'))).toBe('409 booking-to-come');
  clock.now = Date.parse(at('10:20', '2026-12-07'));
  await signIn();
  expect(await said(await act(row, 'missed'))).toBe('200');
  expect(await kept(booking)).toMatchObject({ state: 'missed' });
});

test('the list shows no whole number; what is opened for the counter does, and is recorded', async () => {
  const booking = await book(at('11:00', '2026-12-08'), { identifier: '079000000001' });
  const row = await rowOf(booking);
  expect(row.identifier).toBe('••••••••0001');
  const path = `/api/offices/${office.id}/bookings/${row.id}`;
  expect(await (await officer.get(path)).json()).toMatchObject({ identifier: '079000000001' });
  const event = { action: 'booking-opened', actorId: office.staff.officer };
  expect(await database.db.manager.existsBy(AuditEvent, event)).toBe(true);
  for (const who of ['leader', 'clerk', 'supervisor']) {
    const other = await new ApiClient(app).signIn(`${who}.000.00.41.H97`);
    expect(await said(await other.get(path))).toBe('403 right-missing');
  }
});

test('the list goes out as Excel, with both hours of one that was moved, numbers masked, and that it did is recorded', async () => {
  const { code, link } = await book(at('09:00', '2026-12-17'));
  await book(at('10:00', '2026-12-17'));
  const again = { startsAt: at('14:00', '2026-12-17') };
  expect(await said(await browser().send('POST', `/api/public/bookings/${link}/move`, again))).toBe(
    '200',
  );
  const of = (more: string) =>
    officer.send(
      'GET',
      `/api/offices/${office.id}/bookings.xlsx?from=2026-12-17&to=2026-12-17${more}`,
    );
  const lines = async (answer: Response) => {
    const workbook = new Workbook();
    await workbook.xlsx.load(await answer.arrayBuffer());
    const found: unknown[][] = [];
    workbook.worksheets[0]?.eachRow((row) => found.push((row.values as unknown[]).slice(1)));
    return found.filter(([first]) => typeof first === 'number');
  };
  const all = await lines(await of(''));
  expect(all).toHaveLength(2);
  const moved = all.find((line) => line[1] === code);
  expect(moved?.slice(7)).toEqual(['09:00 ngày 17/12/2026', '14:00 ngày 17/12/2026', 'Chờ đến']);
  expect(moved?.[2]).toBe('Không có tài khoản');
  expect(await lines(await of('&state=cancelled'))).toEqual([]);
  expect(await said(await of('&state=lost'))).toMatch(/^422/);
  const records = await database.db.getRepository(AuditEvent).findBy({ action: 'list-exported' });
  expect(records.map(({ details }) => details)).toContainEqual({ list: 'bookings', rows: 2 });
});

test('an hour later than the hold nothing was said of anybody, and the place is free', async () => {
  const startsAt = at('09:00', '2026-12-09');
  await book(startsAt);
  const client = browser();
  const held = (await (await hold(client, startsAt)).json()) as BookingHeld;
  expect(await said(await hold(browser(), startsAt))).toBe('409 booking-full');
  clock.now += 11 * minute;
  expect(await said(await hold(browser(), startsAt))).toBe('201');
  const path = `/api/public/bookings/${held.link}/confirm`;
  const late = await client.send('POST', path, { facts: facts() });
  expect(await said(late)).toBe('409 booking-full');
});

test('the counter receives by the appointment: the first original makes it arrived, the next belongs to the same visit', async () => {
  const booking = await book(at('14:00', '2026-12-10'));
  const row = await rowOf(booking);
  const requester = { kind: 'no-account', fullName: 'Trần Văn Thử', email: 'thu@thu-mau.invalid' };
  const accept = async (more: object) =>
    officer.send(
      'POST',
      '/api/dossiers',
      {
        ...{ officeId: office.id, bookingId: row.id, requester, documentType: 'Bằng tốt nghiệp' },
        ...{ originalPages: 1, copies: 1, ...more },
      },
      key(),
    );
  const first = await accept({});
  expect(first.status).toBe(201);
  const { visitId } = (await first.json()) as { visitId: string };
  expect(await kept(booking)).toMatchObject({ state: 'arrived' });
  expect(await database.db.manager.existsBy(BookingRow, { id: row.id, visitId })).toBe(true);
  expect(await said(await accept({ visitId }))).toBe('201');
  // Nobody else comes by it.
  expect(await said(await accept({}))).toBe('409 booking-over');
});
