import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import {
  bookingCode,
  type BookingState,
  bookingStateDeclarations,
  type BookingTerms,
  type MoveGround,
  type Procedure,
} from '../../domain/bookings';
import { requesterKindOf } from '../../domain/people';
import { SaoyError } from '../../domain/problem';
import { dayOf, formatDate } from '../../time/time';
import { recordAudit } from '../audit/record-audit';
import { nextSerial } from '../dossiers/record-acceptance';
import { inTransaction } from '../transaction';
import { Booking } from './entity';
import { countOpen } from './find-bookings';
import { dropPlaces, keepPlace, offerPlaces, takePlace } from './places';
import { tellChanged, tellHolder } from './tell';

/** Who asks for what, as it is taken down. */
export interface BookingFacts {
  requesterName: string;
  identifier: string | null;
  phone: string;
  email: string | null;
  procedure: Procedure;
  documentType: string;
  originals: number;
  /** The account of whoever is signed in. */
  personId: string | null;
}

/** Who acts on an appointment: somebody of the office, its holder by their account, or whoever has its link (null). */
export interface BookingActor {
  actorId: string | null;
  at: Date;
}

const nothingYet = {
  ...{ code: null, revision: 0, personId: null, documentType: '' },
  procedure: 'domestic' as const,
  ...{ originals: 1, requesterName: '', requesterKind: null, identifier: null, phone: null },
  ...{
    email: null,
    bookedAt: null,
    movedFrom: null,
    moveGround: null,
    moveReason: null,
    proposedAt: null,
  },
  ...{ proposedUntil: null, reminded: 0, visitId: null, endedAt: null },
} as const;

/**
 * Keeps a place while its form is filled in.
 * @throws SaoyError `booking-full`
 */
export async function holdPlace(
  db: DataSource,
  terms: BookingTerms,
  { officeId, startsAt }: { officeId: string; startsAt: Date },
  now: Date,
): Promise<Booking> {
  const heldUntil = new Date(now.getTime() + terms.holdMs);
  const id = randomUUID();
  const booking: Booking = {
    ...{ ...nothingYet, id, officeId, startsAt, waitsFor: null, heldUntil },
    state: 'held',
    createdAt: now,
  };
  await inTransaction(db, async (inside) => {
    const place = { bookingId: id, kind: 'own', officeId, startsAt, until: heldUntil } as const;
    await takePlace(inside, terms, place, now);
    await inside.insert(Booking, booking);
    await tellChanged(inside, booking, now);
  });
  return booking;
}

/**
 * Makes an appointment of a hold or of an offer. One that has just ended still becomes one where its place is free. What
 * is confirmed already stays as it is.
 * @throws SaoyError `booking-over`, `booking-full`, `booking-open-too-many`
 */
export function confirmBooking(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  facts: BookingFacts | null,
  now: Date,
): Promise<Booking> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooking(inside, id);
    if (before.state === 'booked') return before;
    const isHold = before.state === 'held' || before.state === 'expired';
    if ((!isHold && before.state !== 'offered') || before.code !== null) throw over(before);
    // Who waited has said who they are when they began to wait.
    if ((isHold && facts === null) || before.startsAt === null) throw over(before);
    if (isHold && facts) await refuseTooMany(inside, terms, facts.phone);
    const { officeId, startsAt } = before;
    if (startsAt.getTime() <= now.getTime()) throw over(before);
    const place = { bookingId: id, kind: 'own', officeId, startsAt, until: null } as const;
    await takePlace(inside, terms, place, now);
    const booking: Booking = {
      ...before,
      ...(isHold && facts ? rowOf(facts) : {}),
      ...{ code: await nextCode(inside, now), state: 'booked', revision: before.revision + 1 },
      ...{ heldUntil: null, bookedAt: now, endedAt: null },
    };
    await inside.save(Booking, booking);
    await tellHolder(inside, terms, booking, 'booking-made', now);
    await tellChanged(inside, booking, now);
    await audit(inside, booking, 'booking-made', { actorId: booking.personId, at: now });
    return booking;
  });
}

/**
 * Puts somebody on the waiting list of a day. Where a place came free meanwhile it is offered at once.
 * @param hours the beginnings of that day's hours
 * @throws SaoyError `booking-open-too-many`
 */
export function waitForPlace(
  db: DataSource,
  terms: BookingTerms,
  wanted: { officeId: string; waitsFor: string; hours: readonly Date[] },
  facts: BookingFacts,
  now: Date,
): Promise<Booking> {
  const { officeId, waitsFor, hours } = wanted;
  const booking: Booking = {
    ...{ ...nothingYet, id: randomUUID(), officeId, startsAt: null, waitsFor },
    state: 'waiting',
    ...{ heldUntil: null, createdAt: now, ...rowOf(facts) },
  };
  return inTransaction(db, async (inside) => {
    await refuseTooMany(inside, terms, facts.phone);
    await inside.insert(Booking, booking);
    await tellChanged(inside, booking, now);
    await audit(inside, booking, 'booking-waits', { actorId: facts.personId, at: now });
    for (const startsAt of hours) await offerPlaces(inside, terms, { officeId, startsAt }, now);
    return inside.findOneByOrFail(Booking, { id: booking.id });
  });
}

/** Why an office moves an appointment: the ground and words of its own. */
export interface MoveWords {
  ground: MoveGround;
  reason: string;
}

/**
 * Moves an appointment to a free hour; its holder hears of it, with the reason where the office moves it.
 * @throws SaoyError `booking-over`, `booking-full`
 */
export function moveBooking(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  { startsAt, words }: { startsAt: Date; words: MoveWords | null },
  { actorId, at }: BookingActor,
): Promise<Booking> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooked(inside, id, at);
    if (before.startsAt.getTime() === startsAt.getTime()) return before;
    const { officeId } = before;
    await takePlace(
      inside,
      terms,
      { bookingId: id, kind: 'own', officeId, startsAt, until: null },
      at,
    );
    const booking = await recordMoved(inside, terms, before, startsAt, words, { actorId, at });
    await offerPlaces(inside, terms, { officeId, startsAt: before.startsAt }, at);
    return booking;
  });
}

/**
 * Keeps another hour for an appointment and asks its holder: nothing moves without their consent.
 * @throws SaoyError `booking-over`, `booking-full`
 */
export function proposeMove(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  { startsAt, until, words }: { startsAt: Date; until: Date; words: MoveWords },
  { actorId, at }: BookingActor,
): Promise<Booking> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooked(inside, id, at);
    const { officeId, proposedAt } = before;
    const place = { bookingId: id, kind: 'proposed', officeId, startsAt, until } as const;
    await takePlace(inside, terms, place, at);
    const booking: Booking = {
      ...{ ...before, revision: before.revision + 1, proposedAt: startsAt, proposedUntil: until },
      ...{ moveGround: words.ground, moveReason: words.reason },
    };
    await inside.save(Booking, booking);
    const data = { proposedAt: startsAt.getTime(), until: until.getTime() };
    await tellHolder(inside, terms, booking, 'booking-proposed', at, data);
    await tellChanged(inside, booking, at);
    await audit(inside, booking, 'booking-proposed', { actorId, at });
    if (proposedAt) await offerPlaces(inside, terms, { officeId, startsAt: proposedAt }, at);
    return booking;
  });
}

/**
 * The holder's answer to what the office proposed.
 * @throws SaoyError `booking-over`; `booking-not-proposed` where nothing is proposed any more
 */
export function answerProposal(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  agrees: boolean,
  { actorId, at }: BookingActor,
): Promise<Booking> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooked(inside, id, at);
    const { officeId, proposedAt, proposedUntil } = before;
    if (!proposedAt || !proposedUntil || proposedUntil <= at) {
      throw new SaoyError('booking-not-proposed');
    }
    if (!agrees) return dropProposal(inside, terms, before, { actorId, at });
    await dropPlaces(inside, id, 'own');
    await keepPlace(inside, id, 'proposed');
    const { moveGround: ground, moveReason: reason } = before;
    const words = ground && reason !== null ? { ground, reason } : null;
    const booking = await recordMoved(inside, terms, before, proposedAt, words, { actorId, at });
    await offerPlaces(inside, terms, { officeId, startsAt: before.startsAt }, at);
    return booking;
  });
}

/**
 * Ends an appointment, a turn, a hold or an offer; what it kept is offered to whoever waits.
 * @throws SaoyError `booking-over` where it was over before, otherwise than by this
 */
export function cancelBooking(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  { actorId, at }: BookingActor,
): Promise<Booking> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooking(inside, id);
    if (before.state === 'cancelled') return before;
    const isToCome = before.state === 'booked';
    if (!isToCome && !['held', 'waiting', 'offered'].includes(before.state)) throw over(before);
    const booking = await end(inside, terms, before, 'cancelled', at, true);
    if (isToCome) await tellHolder(inside, terms, booking, 'booking-cancelled', at);
    if (before.state !== 'held') await audit(inside, booking, 'booking-cancelled', { actorId, at });
    return booking;
  });
}

/**
 * Who did not come; by an officer, or by itself some time after.
 * @throws SaoyError `booking-over`; `booking-to-come` before its hour has begun
 */
export function recordMissed(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  { actorId, at }: BookingActor,
): Promise<Booking> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooking(inside, id);
    if (before.state === 'missed') return before;
    if (before.state !== 'booked' || before.startsAt === null) throw over(before);
    if (before.startsAt > at) throw new SaoyError('booking-to-come');
    const booking = await end(inside, terms, before, 'missed', at, actorId !== null);
    await audit(inside, booking, 'booking-missed', { actorId, at });
    return booking;
  });
}

/**
 * The holder has come: their visit is this appointment's, in the transaction that accepts the first original. Who came
 * late after all, on the same day, has not missed it.
 * @throws SaoyError `booking-unknown`, `booking-over`
 */
export async function recordArrived(
  inside: EntityManager,
  { bookingId, officeId, visitId }: { bookingId: string; officeId: string; visitId: string },
  { actorId, at }: BookingActor,
): Promise<void> {
  const before = await lockBooking(inside, bookingId);
  if (before.officeId !== officeId) throw new SaoyError('booking-unknown');
  if (before.visitId === visitId) return;
  if (before.state !== 'booked' && before.state !== 'missed') throw over(before);
  await dropPlaces(inside, bookingId, 'proposed');
  const booking: Booking = {
    ...{ ...before, state: 'arrived', visitId, revision: before.revision + 1, endedAt: at },
    ...{ proposedAt: null, proposedUntil: null },
  };
  await inside.save(Booking, booking);
  await tellChanged(inside, booking, at);
  await audit(inside, booking, 'booking-arrived', { actorId, at });
}

/** Ends a hold or an offer whose time is over, and offers its place on. Does nothing where it was confirmed meanwhile. */
export function expireHold(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  at: Date,
): Promise<void> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooking(inside, id);
    if (before.state !== 'held' && before.state !== 'offered') return;
    if (!before.heldUntil || before.heldUntil > at) return;
    await end(inside, terms, before, 'expired', at, false);
  });
}

/** Ends a turn on the waiting list of a day that is over. */
export function expireWaiting(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  at: Date,
): Promise<void> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooking(inside, id);
    if (before.state !== 'waiting' || String(before.waitsFor) >= formatDate(dayOf(at.getTime())))
      return;
    await end(inside, terms, before, 'expired', at, false);
  });
}

/** Takes back a proposal that nobody answered in time; the appointment stays where it was. */
export function expireProposal(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  at: Date,
): Promise<void> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooking(inside, id);
    if (!before.proposedUntil || before.proposedUntil > at) return;
    await dropProposal(inside, terms, before, { actorId: null, at });
  });
}

/** Reminds the holder, each time once. @param turn which reminder it is, from 1 on */
export function remindHolder(
  db: DataSource,
  terms: BookingTerms,
  id: string,
  turn: number,
  at: Date,
): Promise<void> {
  return inTransaction(db, async (inside) => {
    const before = await lockBooking(inside, id);
    if (before.state !== 'booked' || before.reminded >= turn) return;
    const booking = { ...before, reminded: turn, revision: before.revision + 1 };
    await inside.save(Booking, booking);
    await tellHolder(inside, terms, booking, 'booking-reminder', at);
  });
}

async function recordMoved(
  inside: EntityManager,
  terms: BookingTerms,
  before: Booking & { startsAt: Date },
  startsAt: Date,
  words: MoveWords | null,
  { actorId, at }: BookingActor,
): Promise<Booking> {
  // What was proposed is settled by it, whichever hour it is.
  await dropPlaces(inside, before.id, 'proposed');
  const booking: Booking = {
    ...{ ...before, startsAt, movedFrom: before.startsAt, revision: before.revision + 1 },
    ...{ moveGround: words?.ground ?? null, moveReason: words?.reason ?? null },
    ...{ proposedAt: null, proposedUntil: null, reminded: 0, bookedAt: at },
  };
  await inside.save(Booking, booking);
  const data = { movedFrom: before.startsAt.getTime() };
  await tellHolder(inside, terms, booking, 'booking-moved', at, data);
  await tellChanged(inside, booking, at);
  await audit(inside, booking, 'booking-moved', { actorId, at });
  return booking;
}

async function dropProposal(
  inside: EntityManager,
  terms: BookingTerms,
  before: Booking,
  { actorId, at }: BookingActor,
): Promise<Booking> {
  await dropPlaces(inside, before.id, 'proposed');
  const none = { proposedAt: null, proposedUntil: null, moveGround: null, moveReason: null };
  const booking: Booking = { ...before, ...none, revision: before.revision + 1 };
  await inside.save(Booking, booking);
  await tellChanged(inside, booking, at);
  await audit(inside, booking, 'booking-not-moved', { actorId, at });
  const { officeId, proposedAt } = before;
  if (proposedAt) await offerPlaces(inside, terms, { officeId, startsAt: proposedAt }, at);
  return booking;
}

/**
 * Ends it, gives up what it kept, and offers that to whoever waits.
 * @param tells its workflow; false where that has asked for it
 */
async function end(
  inside: EntityManager,
  terms: BookingTerms,
  before: Booking,
  state: Extract<BookingState, 'cancelled' | 'missed' | 'expired'>,
  at: Date,
  tells: boolean,
): Promise<Booking> {
  await dropPlaces(inside, before.id);
  const booking: Booking = {
    ...{ ...before, state, revision: before.revision + 1, heldUntil: null, endedAt: at },
    ...{ proposedAt: null, proposedUntil: null },
  };
  await inside.save(Booking, booking);
  if (tells) await tellChanged(inside, booking, at);
  for (const startsAt of [before.startsAt, before.proposedAt]) {
    if (startsAt) await offerPlaces(inside, terms, { officeId: before.officeId, startsAt }, at);
  }
  return booking;
}

async function lockBooking(inside: EntityManager, id: string): Promise<Booking> {
  const lock = { mode: 'pessimistic_write' } as const;
  const booking = await inside.findOne(Booking, { where: { id }, lock });
  if (!booking) throw new SaoyError('booking-unknown');
  return booking;
}

/** One that is to come, whose hour has not begun. */
async function lockBooked(
  inside: EntityManager,
  id: string,
  at: Date,
): Promise<Booking & { startsAt: Date }> {
  const booking = await lockBooking(inside, id);
  const { startsAt } = booking;
  if (booking.state !== 'booked' || startsAt === null || startsAt <= at) throw over(booking);
  return { ...booking, startsAt };
}

async function refuseTooMany(
  inside: EntityManager,
  { openMax }: BookingTerms,
  phone: string,
): Promise<void> {
  if ((await countOpen(inside, phone)) >= openMax) {
    throw new SaoyError('booking-open-too-many', { max: openMax });
  }
}

function rowOf({ personId, requesterName, identifier, phone, email, ...papers }: BookingFacts) {
  const requesterKind = requesterKindOf(identifier);
  return { ...papers, personId, requesterName, requesterKind, identifier, phone, email };
}

/** The number of the day on which it is made, from 0000 on [A10]. */
async function nextCode(inside: EntityManager, at: Date): Promise<string> {
  const serial = await nextSerial(inside, 'booking', at);
  return bookingCode(formatDate(dayOf(at.getTime())), serial - 1);
}

function over({ state }: Booking): SaoyError {
  return new SaoyError('booking-over', { state: bookingStateDeclarations[state].vi });
}

async function audit(
  inside: EntityManager,
  { id, officeId, revision, code, state }: Booking,
  action: string,
  { actorId, at }: BookingActor,
): Promise<void> {
  await recordAudit(inside, {
    ...{ officeId, dossierId: null, actorId, action, at },
    actKey: `${action} ${id} ${revision}`,
    details: { bookingId: id, code: code ?? '', state },
  });
}
