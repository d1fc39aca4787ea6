import {
  expireHold,
  expireProposal,
  expireWaiting,
  recordMissed,
  remindHolder,
} from '../../db/bookings/change-booking';
import type { Booking } from '../../db/bookings/entity';
import { getBooking } from '../../db/bookings/find-bookings';
import { findOffice } from '../../db/offices/get-office';
import { type BookingTerms, endedStates } from '../../domain/bookings';
import { SaoyError } from '../../domain/problem';
import { bookingTermsOf } from '../../policies/booking-terms';
import { findDate, startOfDay } from '../../time/time';
import type { ActivityDeps } from '../deps';

/** What an appointment waits for; `turn` says which reminder. */
export interface BookingStep {
  step: 'end-hold' | 'end-wait' | 'end-proposal' | 'remind' | 'miss';
  turn: number;
  /** Epoch milliseconds. */
  at: number;
}

type Deps = Pick<ActivityDeps, 'db' | 'rules' | 'reach' | 'now'>;

/** What the workflow of an appointment asks for: what comes next, and that it be done. Each is safe to repeat. */
export function createKeepBooking(deps: Deps) {
  return {
    /** Null: nothing is awaited any more. */
    async findNextStep({ bookingId }: { bookingId: string }): Promise<BookingStep | null> {
      const booking = await findBooking(deps, bookingId);
      return booking && nextStepOf(booking, await termsOf(deps, booking));
    },

    async takeStep({ bookingId, step, turn, at }: { bookingId: string } & BookingStep) {
      const booking = await findBooking(deps, bookingId);
      if (!booking) return;
      const terms = await termsOf(deps, booking);
      // The workflow's clock has come to it; this one's may be a little behind.
      const now = new Date(Math.max(deps.now().getTime(), at));
      try {
        await take(deps, terms, bookingId, step, turn, now);
      } catch (error) {
        // Somebody was quicker: the next look finds what they made of it.
        if (!(error instanceof SaoyError) || !changedMeanwhile.has(error.code)) throw error;
      }
    },
  };
}

const changedMeanwhile: ReadonlySet<string> = new Set(['booking-over', 'booking-to-come']);

async function take(
  { db }: Deps,
  terms: BookingTerms,
  id: string,
  step: BookingStep['step'],
  turn: number,
  now: Date,
): Promise<void> {
  switch (step) {
    case 'end-hold':
      return expireHold(db, terms, id, now);
    case 'end-wait':
      return expireWaiting(db, terms, id, now);
    case 'end-proposal':
      return expireProposal(db, terms, id, now);
    case 'remind':
      return remindHolder(db, terms, id, turn, now);
    case 'miss':
      await recordMissed(db, terms, id, { actorId: null, at: now });
  }
}

/** What an appointment waits for next, by what it is; pure. */
export function nextStepOf(booking: Booking, terms: BookingTerms): BookingStep | null {
  const { state, startsAt, heldUntil, waitsFor, proposedUntil } = booking;
  if (endedStates.has(state)) return null;
  if (state === 'waiting') {
    const day = findDate(waitsFor ?? '');
    return day === undefined ? null : { step: 'end-wait', turn: 0, at: startOfDay(day + 1) };
  }
  if (state !== 'booked') {
    return heldUntil && { step: 'end-hold', turn: 0, at: heldUntil.getTime() };
  }
  if (startsAt === null) return null;
  const steps: BookingStep[] = [
    ...remindersOf(booking, startsAt.getTime(), terms),
    { step: 'miss', turn: 0, at: startsAt.getTime() + terms.missedMs },
  ];
  if (proposedUntil) steps.push({ step: 'end-proposal', turn: 0, at: proposedUntil.getTime() });
  return steps.reduce((soonest, one) => (one.at < soonest.at ? one : soonest));
}

/** The reminders that are still to come: none for what was past when the hour was taken. */
function remindersOf(
  { reminded, bookedAt }: Booking,
  startsAt: number,
  { remindMs }: BookingTerms,
): BookingStep[] {
  return remindMs
    .map((ms, index): BookingStep => ({ step: 'remind', turn: index + 1, at: startsAt - ms }))
    .filter(({ turn, at }) => turn > reminded && at > (bookedAt?.getTime() ?? 0));
}

async function findBooking({ db }: Deps, id: string): Promise<Booking | null> {
  return getBooking(db, id).catch((error: unknown) => {
    if (error instanceof SaoyError && error.code === 'booking-unknown') return null;
    throw error;
  });
}

async function termsOf({ db, rules, reach, now }: Deps, booking: Booking): Promise<BookingTerms> {
  const office = await findOffice(db, booking.officeId);
  if (!office) throw new SaoyError('office-unknown');
  return bookingTermsOf(rules, office, now().getTime(), reach);
}
