import type { EntityManager } from 'typeorm';
import type { BookingTerms } from '../../domain/bookings';
import type { MessageName } from '../../domain/notices';
import { enqueue, type Occasion } from '../notices/outbox';
import type { Booking } from './entity';

/** Leaves word to whoever has the appointment, in the transaction that changed it. */
export async function tellHolder(
  inside: EntityManager,
  terms: BookingTerms,
  booking: Booking,
  name: MessageName,
  at: Date,
  data: Record<string, string | number> = {},
): Promise<void> {
  const { personId, revision, startsAt } = booking;
  // The hour of then: by the time a notice is read the appointment may be at another.
  const said = { ...(startsAt && { startsAt: startsAt.getTime() }), ...data };
  await enqueue(inside, aboutOf(booking, at), terms.tell(name, { personId, revision, data: said }));
}

/** Has the appointment's workflow begin, or look at what it waits for anew. */
export async function tellChanged(
  inside: EntityManager,
  booking: Booking,
  at: Date,
): Promise<void> {
  await enqueue(inside, aboutOf(booking, at), [
    {
      ...{ channel: 'workflow', template: 'changed', recipientKind: 'none', recipient: null },
      occasion: String(booking.revision),
    },
  ]);
}

function aboutOf({ id, officeId }: Booking, at: Date): Occasion {
  return { officeId, subjectKind: 'booking', subjectId: id, at };
}
