import type { cancelBooking } from '../../db/bookings/change-booking';
import { getBookingOf } from '../../db/bookings/find-bookings';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';
import { withIdempotency } from '../http/idempotency';
import type { BookingParts } from './booking-parts';
import { viewRow } from './view';

/** How an act ends an appointment: `cancelBooking`, `recordMissed`. */
type End = typeof cancelBooking;

/** Ends an appointment of an office for an officer, once for each key. @returns the row as it is now */
export async function endAtCounter(
  c: AppContext,
  { deps, parts }: { deps: ApiDeps; parts: BookingParts },
  asked: { officeId: string; bookingId: string; actorId: string },
  end: End,
) {
  const { officeId, bookingId, actorId } = asked;
  const { id } = await getBookingOf(deps.db, officeId, bookingId);
  return withIdempotency(c, deps, async () => {
    const terms = await parts.termsAt(officeId);
    const actor = { actorId, at: new Date(deps.now()) };
    return viewRow(await end(deps.db, terms, id, actor), new Set());
  });
}
