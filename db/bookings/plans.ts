import { Between, In, type DataSource, type EntityManager } from 'typeorm';
import { emptyWeek, type PublishedSeats, type WeekOfSeats } from '../../domain/bookings';
import { dayOf, formatDate } from '../../time/time';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { insertRows } from '../write-row';
import { BookingException, BookingPlan } from './entity';

/** What an office publishes for some days (ISO days at UTC+7, both included); nothing published: no seats. */
export async function getPublished(
  { manager }: Pick<DataSource, 'manager'>,
  officeId: string,
  from: string,
  to: string,
): Promise<PublishedSeats & { note: string | null }> {
  const plan = await manager.findOneBy(BookingPlan, { officeId });
  const exceptions = await manager.findBy(BookingException, { officeId, day: Between(from, to) });
  return {
    week: plan?.week ?? emptyWeek,
    note: plan?.note ?? null,
    exceptions: exceptions.map(({ day, hour, seats }) => ({ date: day, hour, seats })),
  };
}

/** The same for the day of one instant, in the transaction that asks. */
export function getPublishedAt(
  inside: EntityManager,
  officeId: string,
  startsAt: Date,
): Promise<PublishedSeats> {
  const date = formatDate(dayOf(startsAt.getTime()));
  return getPublished({ manager: inside }, officeId, date, date);
}

/** Whoever changes what an office publishes. */
export interface PlanChange {
  officeId: string;
  actorId: string;
  /** The request's own name: the same change is recorded once. */
  actKey: string;
  at: Date;
}

/** Replaces the week that an office publishes. Appointments that were made stay. */
export async function recordWeek(
  db: DataSource,
  { officeId, actorId, actKey, at }: PlanChange,
  { week, note }: { week: WeekOfSeats; note: string | null },
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const row = { officeId, week: JSON.stringify(week), note, changedBy: actorId, changedAt: at };
    await insertRows(
      inside,
      'booking_plan',
      [row],
      'week = VALUES(week), note = VALUES(note), changedBy = VALUES(changedBy), changedAt = VALUES(changedAt)',
    );
    const seats = week.flat().reduce((sum, one) => sum + one, 0);
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, actKey, at },
      ...{ action: 'booking-week', details: { seats } },
    });
  });
}

/** Sets the seats of some hours of a day apart from the week's; 0 closes them. Appointments that were made stay. */
export async function recordExceptions(
  db: DataSource,
  { officeId, actorId, actKey, at }: PlanChange,
  { date, hours, seats }: { date: string; hours: readonly number[]; seats: number | null },
): Promise<void> {
  await inTransaction(db, async (inside) => {
    if (seats === null) {
      await inside.delete(BookingException, { officeId, day: date, hour: In([...hours]) });
    } else {
      const made = { officeId, day: date, seats, madeBy: actorId, madeAt: at };
      const rows = hours.map((hour) => ({ ...made, hour }));
      const anew = 'seats = VALUES(seats), madeBy = VALUES(madeBy), madeAt = VALUES(madeAt)';
      await insertRows(inside, 'booking_exception', rows, anew);
    }
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, actKey, at, action: 'booking-hours' },
      details: { date, hours: hours.join(' '), seats },
    });
  });
}
