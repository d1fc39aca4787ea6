import type { OfficeBooking } from '../bookings/queries';
import { newIntake, type IntakeDraft } from './intake-draft';

const place = 'saoy.handed-booking';

/** Leaves an appointment for the counter of this tab, with all that was given filled in [T-15]. */
export function handBooking({ id, identifier, ...given }: OfficeBooking): void {
  const isAccount = given.hasAccount && identifier !== null;
  const draft: IntakeDraft = {
    ...{
      ...newIntake(),
      bookingId: id,
      bookedAt: given.startsAt,
      documentType: given.documentType,
    },
    ...(isAccount
      ? { kind: 'account', identifier }
      : { kind: 'no-account', fullName: given.requesterName, email: given.email ?? '' }),
  };
  sessionStorage.setItem(place, JSON.stringify(draft));
}

/** What was left for the counter; it is there once. */
export function takeHandedBooking(): IntakeDraft | null {
  const text = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  return text === null ? null : (JSON.parse(text) as IntakeDraft);
}
