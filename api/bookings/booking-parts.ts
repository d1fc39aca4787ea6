import { randomUUID } from 'node:crypto';
import { getBooking } from '../../db/bookings/find-bookings';
import type { Booking as Row } from '../../db/bookings/entity';
import { getPublished } from '../../db/bookings/plans';
import type { Office } from '../../db/offices/entity';
import { findOffice } from '../../db/offices/get-office';
import { changeCounters } from '../../db/tries/change-counters';
import type { BookingTerms } from '../../domain/bookings';
import { SaoyError } from '../../domain/problem';
import { bookingLinkOf, readBookingLink } from '../../identity/bookings/booking-link';
import { admitSend, sendWindowMs } from '../../identity/limits/sends';
import { keyFor } from '../../identity/secrets/key-for';
import { bookingTermsOf } from '../../policies/booking-terms';
import { reachOf } from '../../settings/settings';
import { networkOf } from '../http/client-address';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';
import { ProofOfWork } from '../sign-in/proof-of-work';
import type { Booking } from './booking-contract';
import { viewBooking } from './view';

/** What routes of appointments share: terms, links and limits. */
export class BookingParts {
  private readonly proofs: ProofOfWork;

  constructor(private readonly deps: ApiDeps) {
    this.proofs = new ProofOfWork(deps);
  }

  /** @throws SaoyError `office-unknown` where there is none, or where it stands no more */
  async getOffice(id: string): Promise<Office> {
    const office = await findOffice(this.deps.db, id);
    if (office?.validTo !== null) throw new SaoyError('office-unknown');
    return office;
  }

  termsOf(office: Pick<Office, 'policyId' | 'calendarId'>): BookingTerms {
    const { rules, settings, now } = this.deps;
    return bookingTermsOf(rules, office, now(), reachOf(settings));
  }

  /** Terms of an office where an appointment is; of one that was merged too. */
  async termsAt(officeId: string): Promise<BookingTerms> {
    const office = await findOffice(this.deps.db, officeId);
    if (!office) throw new SaoyError('office-unknown');
    return this.termsOf(office);
  }

  async linkOf({ id }: Pick<Row, 'id'>): Promise<string> {
    return bookingLinkOf(await this.key(), id);
  }

  /** As its holder sees it. */
  async view(booking: Row): Promise<Booking> {
    const office = await findOffice(this.deps.db, booking.officeId);
    const { note } = await getPublished(this.deps.db, booking.officeId, '', '');
    const { officeId: id } = booking;
    return viewBooking(booking, await this.linkOf(booking), {
      ...{ id, note, name: office?.name ?? '' },
    });
  }

  /** @throws SaoyError `booking-unknown` */
  async open(link: string): Promise<Row> {
    const id = readBookingLink(await this.key(), link);
    if (id === undefined) throw new SaoyError('booking-unknown');
    return getBooking(this.deps.db, id);
  }

  /**
   * Lets a stranger hold a place: after some work of their browser, and no more of one network in an hour than the
   * policy says. Who is signed in has proven enough, and is counted by their account.
   * @throws SaoyError `proof-needed`, `bookings-too-many`
   */
  async admit(c: AppContext, terms: BookingTerms, proof: string | undefined): Promise<void> {
    const { signedIn, clientAddress } = c.var;
    if (!signedIn) await this.proofs.require(proof);
    const key = signedIn ? `person ${signedIn.personId}` : `network ${networkOf(clientAddress)}`;
    const { db, settings, now } = this.deps;
    const secret = await keyFor(settings.secretsKeyFile, 'try-counters');
    const made = { id: randomUUID(), at: now() };
    const counting = { secret, limit: 'bookings', keys: [key], now: made.at, keptMs: sendWindowMs };
    const bound = { key, max: terms.holdsPerHourMax, pauseMs: 0 };
    const waitMs = await changeCounters(db, counting, (counters) =>
      admitSend(counters, [bound], made),
    );
    if (waitMs === null) return;
    throw new SaoyError('bookings-too-many', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }

  private key(): Promise<Buffer> {
    return keyFor(this.deps.settings.secretsKeyFile, 'booking-links');
  }
}
