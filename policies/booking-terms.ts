import { findBookableHour } from '../deadlines/bookable-hours';
import type { BookingTerms, ToldOf } from '../domain/bookings';
import type { MessageName, NewNotice, Reach } from '../domain/notices';
import { msPerMinute } from '../time/time';
import type { Rules } from './load-rules';
import { messageOf } from './plan-notices';
import type { BookingRules, Policy } from './policy';
import { policyInForce } from './policy-in-force';

/** Where a policy kept from elsewhere says nothing of appointments. */
const usual: BookingRules = {
  ...{ holdMinutes: 10, offerMinutes: 30, aheadDays: 30, leadMinutes: 60 },
  ...{ remindMinutes: [1440, 60], missedMinutes: 120, openMax: 3, holdsPerHourMax: 60 },
  citation: 'Quy tắc nội bộ của Sao Y',
};

/**
 * The terms on which an office takes appointments, by its policy in force and its calendar.
 * @param at epoch milliseconds
 * @throws SaoyError `policy-unknown`, `calendar-unknown`
 */
export function bookingTermsOf(
  rules: Rules,
  office: { policyId: string; calendarId: string },
  at: number,
  reach: Reach,
): BookingTerms {
  const policy = policyInForce(rules, office.policyId, at);
  const calendar = rules.calendarOf(office.calendarId);
  const { booking = usual } = policy;
  return {
    seatsOf: (published, startsAt) => findBookableHour(calendar, published, startsAt)?.seats ?? 0,
    holdMs: booking.holdMinutes * msPerMinute,
    offerMs: booking.offerMinutes * msPerMinute,
    leadMs: booking.leadMinutes * msPerMinute,
    missedMs: booking.missedMinutes * msPerMinute,
    remindMs: booking.remindMinutes.map((minutes) => minutes * msPerMinute),
    aheadDays: booking.aheadDays,
    openMax: booking.openMax,
    holdsPerHourMax: booking.holdsPerHourMax,
    tell: (name, to) => planBookingNotices(policy, name, reach, to),
  };
}

/** Mail and text message to whoever has the appointment, and a notice in their account where they have one. */
function planBookingNotices(
  policy: Policy,
  name: MessageName,
  reach: Reach,
  { personId, revision, data = {} }: ToldOf,
): NewNotice[] {
  return messageOf(policy, name)
    .channels.filter((channel) => channel !== 'sms' || reach.sms)
    .filter((channel) => channel !== 'portal' || personId !== null)
    .map((channel): NewNotice => {
      const toAccount = channel === 'portal';
      return {
        ...{ channel, template: name, data, occasion: String(revision) },
        recipientKind: toAccount ? 'person' : 'requester',
        recipient: toAccount ? personId : null,
      };
    });
}
