import { countWaiting } from '../../db/bookings/find-bookings';
import { offerPlaces } from '../../db/bookings/places';
import type { Office } from '../../db/offices/entity';
import { inTransaction } from '../../db/transaction';
import type { BookingTerms } from '../../domain/bookings';
import { dayOf, formatDate } from '../../time/time';
import type { ApiDeps } from '../http/deps';
import { listHours, readDay } from './free-hours';

/** Offers the places that an office has published anew to whoever waits for one of those days. */
export async function offerFreed(
  deps: Pick<ApiDeps, 'db' | 'rules' | 'now'>,
  office: Pick<Office, 'id' | 'calendarId'>,
  terms: BookingTerms,
): Promise<void> {
  const [today, now] = [dayOf(deps.now()), new Date(deps.now())];
  const waiting = await countWaiting(deps.db, office.id, {
    ...{ from: formatDate(today), to: formatDate(today + terms.aheadDays) },
  });
  for (const date of waiting.keys()) {
    const { days } = await listHours(deps, office, readDay(date), readDay(date));
    for (const { startsAt } of days.flatMap(({ hours }) => hours)) {
      const hour = { officeId: office.id, startsAt: new Date(startsAt) };
      await inTransaction(deps.db, (inside) => offerPlaces(inside, terms, hour, now));
    }
  }
}
