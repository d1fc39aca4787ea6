import type { MessageName, NewNotice } from './notices';
import type { RequesterKind } from './people';

/** Appointments for the counter (lịch hẹn): their states, procedures and numbers. Pure; for server and pages. */

/**
 * - `held`: a place is kept while its form is filled in;
 * - `waiting`: on the waiting list of a day; `offered`: a place came free and is kept for whoever waited;
 * - `booked`: to come; `arrived`: received at the counter;
 * - `cancelled`, `missed`, `expired` (a form or an offer that was left): over.
 */
export const bookingStates = [
  'held',
  'waiting',
  'offered',
  'booked',
  'arrived',
  'cancelled',
  'missed',
  'expired',
] as const;
export type BookingState = (typeof bookingStates)[number];

export const bookingStateDeclarations: Record<BookingState, { vi: string; en: string }> = {
  held: { vi: 'Đang điền thông tin', en: 'Being filled in' },
  waiting: { vi: 'Trong danh sách chờ', en: 'On the waiting list' },
  offered: { vi: 'Có chỗ, chờ xác nhận', en: 'A place is offered' },
  booked: { vi: 'Chờ đến', en: 'To come' },
  arrived: { vi: 'Đã tiếp nhận', en: 'Received' },
  cancelled: { vi: 'Đã hủy', en: 'Cancelled' },
  missed: { vi: 'Không đến', en: 'Did not come' },
  expired: { vi: 'Hết thời gian giữ chỗ', en: 'The hold has ended' },
};

/** Over for good: nothing is awaited any more. */
export const endedStates: ReadonlySet<BookingState> = new Set<BookingState>([
  ...(['arrived', 'cancelled', 'missed', 'expired'] as const),
]);

/** The two procedures of the portal [C-17]. */
export const procedures = ['domestic', 'foreign'] as const;
export type Procedure = (typeof procedures)[number];

export const procedureDeclarations: Record<Procedure, { vi: string; en: string }> = {
  domestic: {
    vi: 'Giấy tờ do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp hoặc chứng nhận',
    en: 'Papers issued by an authority of Vietnam',
  },
  foreign: {
    vi: 'Giấy tờ do cơ quan, tổ chức có thẩm quyền của nước ngoài; hoặc của Việt Nam liên kết với nước ngoài cấp hoặc chứng nhận',
    en: 'Papers issued by a foreign authority, or by one of Vietnam together with a foreign one',
  },
};

/** Why an office may move an appointment [T-17]. */
export const moveGrounds = ['agency', 'officer'] as const;
export type MoveGround = (typeof moveGrounds)[number];

export const moveGroundDeclarations: Record<MoveGround, { vi: string; en: string }> = {
  agency: { vi: 'Trùng lịch làm việc của cơ quan', en: 'The agency has other business then' },
  officer: { vi: 'Cán bộ tiếp nhận bận đột xuất', en: 'The officer is suddenly busy' },
};

/** Originals that one appointment may be for. */
export const originalsMax = 20;
/** People that an office can take within one hour. */
export const seatsMax = 500;

/** `CTĐT-20261127-0000` [A10]: the day on which it was made at UTC+7, and its number of that day, from 0000 on. */
export function bookingCode(date: string, serial: number): string {
  return `CTĐT-${date.replaceAll('-', '')}-${String(serial).padStart(4, '0')}`;
}

/** A code as somebody typed it: without regard to blanks and case, with D for Đ. Undefined where it is none. */
export function readBookingCode(typed: string): string | undefined {
  const plain = typed.normalize('NFC').replace(/\s/g, '').toUpperCase().replace('CTDT', 'CTĐT');
  return /^CTĐT-\d{8}-\d{4,6}$/.test(plain) ? plain : undefined;
}

/** Seats by weekday (0 = Sunday) and hour of the day (0–23). */
export type WeekOfSeats = readonly (readonly number[])[];

/** Another number of seats than the week's, for one hour of one day; 0: closed. */
export interface SeatException {
  /** `YYYY-MM-DD` at UTC+7. */
  date: string;
  hour: number;
  seats: number;
}

/** What an office publishes. */
export interface PublishedSeats {
  week: WeekOfSeats;
  exceptions: readonly SeatException[];
}

/** The terms on which an office takes appointments now: of its policy and its calendar. Durations are milliseconds. */
export interface BookingTerms {
  /** How many the office takes in the hour that begins at an instant (epoch milliseconds); 0: none begins then. */
  seatsOf: (published: PublishedSeats, startsAt: number) => number;
  holdMs: number;
  offerMs: number;
  leadMs: number;
  missedMs: number;
  remindMs: readonly number[];
  aheadDays: number;
  openMax: number;
  holdsPerHourMax: number;
  /** Who hears of it, by the channels of the policy that this installation has. */
  tell: (name: MessageName, to: ToldOf) => NewNotice[];
}

/** Of an appointment what tells one notice of it from the next, and what its words say beside its row. */
export interface ToldOf {
  personId: string | null;
  revision: number;
  /** Instants and enums. */
  data?: Readonly<Record<string, string | number>>;
}

export const emptyWeek: WeekOfSeats = Array.from({ length: 7 }, () =>
  Array.from({ length: 24 }, () => 0),
);

/** Pages of appointments: to make one, and to see and change one. */
export const bookingPages = { book: '/dat-lich', kept: '/lich-hen' } as const;

/** Where an appointment is seen and changed by its link. After `#`, so that no log of a server or proxy has it. */
export function bookingPage(publicUrl: string, link: string): string {
  return `${publicUrl}${bookingPages.kept}#${link}`;
}

/** "Thời gian hẹn" and "Thời gian hẹn lại" [T-14]: the hour that was booked first, and where it was moved to, or is to be. */
export function timesOf<Instant>(booking: {
  startsAt: Instant;
  movedFrom: Instant | null;
  proposedAt: Instant | null;
}): { first: Instant; again: Instant | null } {
  const { startsAt, movedFrom, proposedAt } = booking;
  if (proposedAt) return { first: startsAt, again: proposedAt };
  return movedFrom ? { first: movedFrom, again: startsAt } : { first: startsAt, again: null };
}

/** "Đối tượng" [T-14]. */
export function whoBooked(booking: {
  requesterKind: RequesterKind | null;
  hasAccount: boolean;
}): string {
  if (booking.requesterKind === null)
    return booking.hasAccount ? 'Có tài khoản' : 'Không có tài khoản';
  return booking.requesterKind === 'citizen' ? 'Công dân' : 'Doanh nghiệp';
}
