import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import type { BookingActor } from './change-booking';
import type { Booking } from './entity';

/** Notes who was shown all that somebody gave with an appointment. */
export function recordBookingOpened(
  db: DataSource,
  { id, officeId, code, state }: Booking,
  { actorId, at }: BookingActor,
): Promise<void> {
  return inTransaction(db, (inside) =>
    recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, action: 'booking-opened', at },
      ...{ actKey: `booking-opened ${randomUUID()}` },
      details: { bookingId: id, code: code ?? '', state },
    }),
  );
}
