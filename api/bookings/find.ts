import { findBookingByCode } from '../../db/bookings/find-bookings';
import type { Booking } from '../../db/bookings/entity';
import { readBookingCode } from '../../domain/bookings';
import { reachOf } from '../../settings/settings';
import { answerNoSooner } from '../http/answer-no-sooner';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { codeSentSchema } from '../sessions/contract';
import { newCodeTicket } from '../sign-in/code-ticket';
import { OneTimeCodes } from '../sign-in/one-time-codes';
import { ProofOfWork } from '../sign-in/proof-of-work';
import { bookingSoughtSchema } from './booking-contract';

const route = defineRoute('booking.find', {
  method: 'post',
  path: '/api/public/booking-access',
  tags: ['public'],
  summary: 'Ask for the one-time code that opens an appointment; the answer is one, whoever asks',
  request: {
    body: { required: true, content: { 'application/json': { schema: bookingSoughtSchema } } },
  },
  responses: describeResponses({
    200: json(codeSentSchema, 'If they belong together, the code is on its way'),
  }),
});

/** Nothing says whether there is such an appointment, neither body nor status nor time. */
export const mountFindBooking: Mount = (app, deps) => {
  const codes = new OneTimeCodes(deps);
  const proofs = new ProofOfWork(deps);
  serve(app, deps, route, async (c) => {
    const { code, contact, proof } = c.req.valid('json');
    await proofs.require(proof);
    const ticket = newCodeTicket(c, deps);
    const sent = await answerNoSooner(async () => {
      const found = await findOfContact(deps, code, contact);
      return codes.send({
        ...{ purpose: 'booking', owner: found?.id ?? `${code} ${contact}`, personId: null, ticket },
        ...{ bound: boundTo(code, contact), clientAddress: c.var.clientAddress },
        address: found && addressOf(deps, found, contact),
      });
    });
    return c.json(sent, 200);
  });
};

/** The appointment with this code that was made with this number or address; null: they do not belong together. */
export async function findOfContact(
  { db }: Pick<ApiDeps, 'db'>,
  code: string,
  contact: string,
): Promise<Booking | null> {
  const read = readBookingCode(code);
  const found = read === undefined ? null : await findBookingByCode(db, read);
  const isTheirs = found?.phone === phoneOf(contact) || isEmailOf(found?.email ?? null, contact);
  return isTheirs ? found : null;
}

/** What the code is bound to, besides the browser. */
export function boundTo(code: string, contact: string): string[] {
  return [readBookingCode(code) ?? code, contact];
}

/** The way they named, else the other one that there is. */
function addressOf({ settings }: ApiDeps, { phone, email }: Booking, contact: string) {
  const mail = email === null ? null : { channel: 'mail' as const, to: email };
  if (isEmailOf(email, contact) || phone === null || !reachOf(settings).sms) return mail;
  return { channel: 'sms' as const, to: phone };
}

function isEmailOf(email: string | null, contact: string): boolean {
  return email !== null && email.toLowerCase() === contact.toLowerCase();
}

function phoneOf(contact: string): string {
  return contact.replace(/[\s.]/g, '').replace(/^\+84/, '0');
}
