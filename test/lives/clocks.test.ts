import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { returnUpdate, submitUpdate } from '../../workflows/messages/dossier';
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
  test('accepted at 15:00 sharp is due the same day; noticed at 75 %, breached at its due', async () => {
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
    ]);
    const kinds = (await world.notices(dossier.id)).map(({ audience, kind }) => [kind, audience]);
    expect(kinds).toContainEqual(['breach', 'supervise']);
    expect(kinds).toContainEqual(['legal-breach', 'supervise']);
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
  }, 60_000);
});
