import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { bookingChangedSignal, type BookingStart } from './messages';

const { findNextStep, takeStep } = proxyActivities<Activities['bookings']>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
});

/**
 * Keeps the times of one appointment: when a hold or an offer ends, when its holder is reminded, when they have not
 * come. What it is lies in the database, where people change it; each change wakes this, and the next time is looked up
 * anew. It ends with the appointment.
 */
export async function keepBooking({ bookingId }: BookingStart): Promise<void> {
  let changes = 0;
  setHandler(bookingChangedSignal, () => void (changes += 1));
  for (;;) {
    const seen = changes;
    const next = await findNextStep({ bookingId });
    const isChanged = () => changes !== seen;
    if (next === null) {
      if (isChanged()) continue;
      return;
    }
    const waitMs = next.at - Date.now();
    if (waitMs > 0 && (await condition(isChanged, waitMs))) continue;
    await takeStep({ bookingId, ...next });
  }
}
