import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { extendUpdate, returnUpdate, submitUpdate } from '../../workflows/dossiers/messages';
import { rederiveDossier } from '../../cli/rederive-dossier';
import type { OfficeHours, SessionText } from '../../deadlines/calendar';
import { localText, SkippingWorld } from './skipping-world';

/**
 * Whole lives on skipped time. The server's clock begins at the host's now and only goes on, so the
 * days are of a year that no run of these tests will see pass: 2028, in order.
 */
let world: SkippingWorld;

beforeAll(async () => {
  world = await SkippingWorld.create();
}, 60_000);
afterAll(async () => {
  await world.destroy();
}, 30_000);

const local = (instant: Date | null | undefined) => (instant ? localText(instant) : null);

describe('the clocks of a dossier', () => {
  test('accepted at 15:00 sharp is due the same day; noticed, breached, escalated to the second', async () => {
    // A plain Monday.
    const dossier = await world.acceptAt('2028-01-10T15:00:00.000');
    expect(local(dossier.acceptedAt)).toBe('2028-01-10T15:00:00.000');
    expect(local(dossier.legalDue)).toBe('2028-01-10T17:30:00.000');
    await world.skipTo('2028-01-11T09:00:00.000');
    await world.settle();
    // Pace of the first step: half of the 150 minutes left, its notice at 75 % of that.
    expect(await world.trace(dossier.id)).toEqual([
      '2028-01-10T15:00:00 accept',
      '2028-01-10T15:56:15 notice',
      '2028-01-10T17:30:00 breach',
      '2028-01-10T17:30:00 legal-breach',
      // Half an hour of working time after the breach, with nobody having acted.
      '2028-01-11T08:30:00 escalation',
    ]);
    const told = (await world.notices(dossier.id)).map(
      ({ template, recipient }) => `${template} ${recipient}`,
    );
    expect(told.sort()).toEqual([
      'alarm-breach create',
      'alarm-breach supervise',
      'alarm-escalation supervise',
      'alarm-legal-breach create',
      'alarm-legal-breach supervise',
      'alarm-notice create',
    ]);
    const [clock] = await world.clocks(dossier.id);
    expect(local(clock?.escalatedAt)).toMatch(/^2028-01-11T08:30:00/);
  }, 60_000);

  test('a step that is done after its breach is not escalated, nor is the next for it', async () => {
    const { officer } = world.office.staff;
    const dossier = await world.acceptAt('2028-01-12T08:00:00.000');
    await world.skipTo('2028-01-12T12:00:01.000');
    await world.act(dossier.id, submitUpdate, { actorId: officer });
    await world.skipTo('2028-01-12T15:00:00.000');
    await world.settle();
    const acts = (await world.trace(dossier.id)).map((line) => line.slice(20));
    expect(acts).toEqual(['accept', 'notice', 'breach', 'submit', 'notice']);
  }, 60_000);

  test('accepted a millisecond after the cut-off on a Friday is due on Monday', async () => {
    const dossier = await world.acceptAt('2028-01-14T15:00:00.001');
    expect(local(dossier.legalDue)).toBe('2028-01-17T17:30:00.000');
    expect(dossier.appointmentSlip).toBe(true);
  }, 60_000);

  test('goes on after a return with what was left of the step', async () => {
    const dossier = await world.acceptAt('2028-01-17T08:00:00.000');
    await world.skipTo('2028-01-17T09:00:00.000');
    const { officer, leader } = world.office.staff;
    await world.act(dossier.id, submitUpdate, { actorId: officer });
    await world.skipTo('2028-01-17T09:30:00.000');
    await world.act(dossier.id, returnUpdate, { actorId: leader, remarkId: randomUUID() });
    const [create, sign, again] = await world.clocks(dossier.id);
    const minute = 60_000;
    expect(Math.round((create?.usedMs ?? 0) / minute)).toBe(60);
    expect(Math.round((sign?.usedMs ?? 0) / minute)).toBe(30);
    expect(again).toMatchObject({ step: 'create', round: 2 });
    expect(Math.round((again?.budgetMs ?? 0) / minute)).toBe(180);
    const after = await world.dossier(dossier.id);
    expect(local(after.legalDue)).toBe('2028-01-17T17:30:00.000');
    await world.skipTo('2028-01-17T15:00:00.000');
    await world.settle();
    // To the nearest second: each act took its milliseconds.
    expect(await world.trace(dossier.id, 1_000)).toEqual([
      '2028-01-17T08:00:00 accept',
      '2028-01-17T09:00:00 submit',
      '2028-01-17T09:30:00 return',
      // Three hours were left: 09:30–12:00 and 13:30–14:00; its notice after 135 minutes of them.
      '2028-01-17T11:45:00 notice',
      '2028-01-17T14:00:00 breach',
      '2028-01-17T14:30:00 escalation',
    ]);
  }, 60_000);
});

describe('days off', () => {
  test('a weekend stands between the notice and the breach, and before the new time of the apology', async () => {
    const dossier = await world.acceptAt('2028-01-20T15:00:00.001');
    expect(local(dossier.legalDue)).toBe('2028-01-21T17:30:00.000');
    await world.skipTo('2028-01-21T17:31:00.000');
    await world.settle();
    expect(await world.trace(dossier.id)).toEqual([
      '2028-01-20T15:00:00 accept',
      // Three of the four hours; the milliseconds show that it is counted exactly.
      '2028-01-21T08:30:00 notice',
      '2028-01-21T09:30:00 breach',
      '2028-01-21T10:00:00 escalation',
      '2028-01-21T17:30:00 legal-breach',
    ]);
    const [clock] = await world.clocks(dossier.id);
    expect(local(clock?.due)).toBe('2028-01-21T09:30:00.001');
    const apology = (await world.letters(dossier.id)).find(({ kind }) => kind === 'apology');
    // Friday's breach; Monday to Friday are Tết.
    expect(local(apology?.due)).toBe('2028-01-31T17:30:00.000');
    expect(local(apology?.previousDue)).toBe('2028-01-21T17:30:00.000');
  }, 60_000);

  test('Tết is no working time: nothing sounds in it, and what was left goes on behind it', async () => {
    const dossier = await world.acceptAt('2028-01-22T09:00:00.000');
    expect(local(dossier.receivedAt)).toBe('2028-01-31T08:00:00.000');
    expect(local(dossier.legalDue)).toBe('2028-01-31T17:30:00.000');
    expect(dossier.because.at(-1)?.rule).toContain('Dự kiến');
    await world.skipTo('2028-01-31T07:59:59.000');
    await world.settle();
    expect(await world.trace(dossier.id)).toHaveLength(1);
    await world.skipTo('2028-01-31T13:00:00.000');
    await world.settle();
    expect((await world.trace(dossier.id)).slice(1)).toEqual([
      '2028-01-31T11:00:00 notice',
      '2028-01-31T12:00:00 breach',
    ]);
  }, 60_000);
});

describe('due times that move', () => {
  test('are extended on a ground, with a slip, and the alarms follow', async () => {
    const dossier = await world.acceptAt('2028-02-07T10:00:00.000');
    await world.act(dossier.id, extendUpdate, {
      actorId: world.office.staff.officer,
      ground: 'many-pages',
      days: 2,
      agreedUntil: null,
    });
    const extended = await world.dossier(dossier.id);
    expect(local(dossier.legalDue)).toBe('2028-02-07T17:30:00.000');
    expect(local(extended.legalDue)).toBe('2028-02-09T17:30:00.000');
    expect(extended.appointmentSlip).toBe(true);
    expect(await world.letters(dossier.id)).toMatchObject([
      { kind: 'slip', due: extended.legalDue, previousDue: dossier.legalDue },
    ]);
    await world.skipTo('2028-02-14T08:00:00.000');
    await world.settle();
    const late = (await world.trace(dossier.id)).find((line) => line.endsWith('legal-breach'));
    expect(late).toBe(`${localText(extended.legalDue).slice(0, 19)} legal-breach`);
    expect((await world.letters(dossier.id)).map(({ kind }) => kind)).toEqual(['slip', 'apology']);
  }, 60_000);

  test('follow a holiday that is announced while the dossier is open, and leave a trace', async () => {
    const dossier = await world.acceptAt('2028-02-14T15:30:00.000');
    expect(local(dossier.legalDue)).toBe('2028-02-15T17:30:00.000');
    const calendar = world.announceDayOff('2028-02-15');
    const result = await world.applyCalendar(calendar);
    expect(result.moved).toBe(1);
    const moved = await world.dossier(dossier.id);
    expect(local(moved.legalDue)).toBe('2028-02-16T17:30:00.000');
    expect(moved.calendar).toBe(calendar);
    expect(await world.letters(dossier.id)).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'slip', due: moved.legalDue, previousDue: dossier.legalDue },
        reason:
          'Lịch làm việc thay đổi (15/02/2028 nghỉ Ngày nghỉ mẫu, theo QĐ mẫu): hạn mới 17:30 ngày 16/02/2028.',
      }),
    );
    expect(await world.applyCalendar(calendar)).toMatchObject({ moved: 0 });
    const acts = (await world.trace(dossier.id)).map((line) => line.slice(20));
    expect(acts.filter((act) => act === 'rederive')).toHaveLength(1);
  }, 60_000);

  test('a calendar that moves the pace alone is applied', async () => {
    const dossier = await world.acceptAt('2028-02-21T15:00:00.000');
    const [before] = await world.clocks(dossier.id);
    // Half an hour less on the day itself, half an hour more on the next: no due moves by that.
    const on = (date: string, sessions: SessionText[]): OfficeHours => ({
      ...{ from: date, to: date, citation: 'QĐ mẫu' },
      week: Array.from({ length: 7 }, () => sessions),
    });
    const calendar = world.announce(({ hours }) => ({
      hours: [
        ...hours,
        on('2028-02-21', [
          ['08:00', '12:00'],
          ['13:30', '16:00'],
          ['16:30', '17:30'],
        ]),
        on('2028-02-22', [
          ['07:30', '12:00'],
          ['13:30', '17:30'],
        ]),
      ],
    }));
    await world.applyCalendar(calendar);
    const [after] = await world.clocks(dossier.id);
    expect(await world.dossier(dossier.id)).toMatchObject({ calendar, legalDue: dossier.legalDue });
    expect(after).toMatchObject({ due: before!.due, dueByHours: before!.dueByHours });
    // Half of what was left: 75 minutes before, 60 after.
    expect([local(before!.pace), local(after!.pace)]).toEqual([
      '2028-02-21T16:15:00.000',
      '2028-02-21T16:00:00.000',
    ]);
  }, 60_000);
});

test('every decision is found again from the audit log', async () => {
  const lives = await world.lives();
  expect(lives.length).toBeGreaterThan(3);
  for (const life of lives) expect(rederiveDossier(world.rules, life)).toEqual([]);
  const [life] = lives;
  const late = { ...life!.dossier, legalDue: new Date('2028-01-10T11:00:00Z') };
  expect(rederiveDossier(world.rules, { ...life!, dossier: late })).toEqual([
    {
      what: 'legal due',
      recorded: '2028-01-10T18:00:00+07:00',
      recomputed: '2028-01-10T17:30:00+07:00',
    },
  ]);
});
