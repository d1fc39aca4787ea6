import type { Booking as Row } from '../../db/bookings/entity';
import { maskEmail, maskNumber, maskOrNone } from '../../domain/mask';
import type { Booking, BookingRow } from './booking-contract';

const textOf = (at: Date | null): string | null => at?.toISOString() ?? null;

/** An appointment as its holder sees it. */
export function viewBooking(
  row: Row,
  link: string,
  office: { id: string; name: string; note: string | null },
): Booking {
  const { code, state, waitsFor, procedure, documentType, originals, requesterName } = row;
  const { moveGround: ground, moveReason: reason, movedFrom, proposedAt, proposedUntil } = row;
  return {
    ...{ link, code, state, office, waitsFor, procedure, documentType, originals, requesterName },
    startsAt: textOf(row.startsAt),
    heldUntil: textOf(row.heldUntil),
    phone: maskOrNone(maskNumber, row.phone),
    email: maskOrNone(maskEmail, row.email),
    moved: movedFrom && !proposedAt ? { from: movedFrom.toISOString(), ground, reason } : null,
    proposal:
      proposedAt && proposedUntil
        ? { startsAt: proposedAt.toISOString(), until: proposedUntil.toISOString(), ground, reason }
        : null,
  };
}

/** An appointment in the lists of its office. */
export function viewRow(row: Row, displaced: ReadonlySet<string>): BookingRow {
  const { id, state, requesterKind, requesterName, documentType, originals, procedure } = row;
  return {
    ...{ id, state, requesterKind, requesterName, documentType, originals, procedure },
    code: String(row.code),
    startsAt: String(textOf(row.startsAt)),
    movedFrom: textOf(row.movedFrom),
    proposedAt: textOf(row.proposedAt),
    hasAccount: row.personId !== null,
    identifier: maskOrNone(maskNumber, row.identifier),
    isDisplaced: displaced.has(id),
  };
}

/**
 * Those to come whose hour has no place for them any more: of an hour that takes fewer, whoever booked last.
 * @param rows by the hour, and then by when they were made
 * @param seats of each hour by its beginning (epoch milliseconds)
 */
export function findDisplaced(
  rows: readonly Row[],
  seats: ReadonlyMap<number, number>,
): ReadonlySet<string> {
  const before = new Map<number, number>();
  const displaced = new Set<string>();
  for (const { id, state, startsAt } of rows) {
    if (state !== 'booked' || startsAt === null) continue;
    const hour = startsAt.getTime();
    const place = (before.get(hour) ?? 0) + 1;
    before.set(hour, place);
    if (place > (seats.get(hour) ?? 0)) displaced.add(id);
  }
  return displaced;
}
