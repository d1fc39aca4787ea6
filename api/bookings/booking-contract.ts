import { z } from '@hono/zod-openapi';
import {
  bookingStates,
  moveGrounds,
  originalsMax,
  procedures,
  seatsMax,
} from '../../domain/bookings';
import { identifierPattern, requesterKinds } from '../../domain/people';
import { instantSchema } from '../http/contract';
import { emailSchema } from '../http/email-field';
import { phoneSchema } from '../http/person-fields';
import { linesSchema, printedLineSchema } from '../http/text-field';
import { oneTimeCodeField, proofSchema } from '../sessions/contract';

/** Days that one answer tells of. */
export const daysShownMax = 31;

/** What opens one appointment. */
export const linkField = z.string().regex(/^[0-9a-f]{64}$/);
export const bookingLinkParams = z.object({ link: linkField });

export const bookingOfficesSchema = z
  .object({
    provinces: z.array(z.string()),
    /** Of the province that was asked for, or of the only one. */
    offices: z.array(z.object({ id: z.uuid(), name: z.string(), note: z.string().nullable() })),
  })
  .openapi('BookingOffices');
export type BookingOffices = z.infer<typeof bookingOfficesSchema>;

const freeHourSchema = z.object({ startsAt: instantSchema, isFree: z.boolean() });

export const bookingHoursSchema = z
  .object({
    office: z.object({ id: z.uuid(), name: z.string(), note: z.string().nullable() }),
    /** Offered where a paper is named; any other may be typed. */
    documentTypes: z.array(z.string()),
    holdMinutes: z.number().int(),
    /** Of the days that can be booked; a day without hours is closed. */
    days: z.array(
      z.object({
        date: z.iso.date(),
        /** Why it is closed, where a holiday is. */
        holiday: z.string().nullable(),
        hours: z.array(freeHourSchema),
      }),
    ),
  })
  .openapi('BookingHours');
export type BookingHours = z.infer<typeof bookingHoursSchema>;

export const holdSchema = z
  .object({ officeId: z.uuid(), startsAt: instantSchema, proof: proofSchema })
  .openapi('BookingHold');

export const heldSchema = z
  .object({ link: linkField, startsAt: instantSchema, heldUntil: instantSchema })
  .openapi('BookingHeld');
export type BookingHeld = z.infer<typeof heldSchema>;

const factFields = {
  requesterName: printedLineSchema({ min: 2, max: 200 }),
  /** CMND, CCCD or MST; left out: shown at the counter alone. */
  identifier: z
    .string()
    .transform((typed) => typed.replace(/[\s.-]/g, ''))
    .pipe(z.string().regex(identifierPattern))
    .nullable()
    .default(null),
  phone: phoneSchema,
  email: emailSchema.nullable().default(null),
  procedure: z.enum(procedures),
  documentType: printedLineSchema({ min: 1, max: 200 }),
  originals: z.number().int().min(1).max(originalsMax),
};

/** Who asks and for what; left out where somebody takes the place that they waited for. */
export const bookingFactsSchema = z
  .object({ facts: z.object(factFields).optional() })
  .openapi('BookingFacts');

export const bookingWaitSchema = z
  .object({
    officeId: z.uuid(),
    date: z.iso.date(),
    facts: z.object(factFields),
    proof: proofSchema,
  })
  .openapi('BookingWait');

/** What is said of a move: the hour, and why the office moves it. */
const movedFields = {
  ground: z.enum(moveGrounds).nullable(),
  reason: z.string().nullable(),
};

export const bookingSchema = z
  .object({
    link: linkField,
    code: z.string().nullable(),
    state: z.enum(bookingStates),
    office: z.object({ id: z.uuid(), name: z.string(), note: z.string().nullable() }),
    startsAt: instantSchema.nullable(),
    /** The day whose freed places are waited for. */
    waitsFor: z.iso.date().nullable(),
    heldUntil: instantSchema.nullable(),
    procedure: z.enum(procedures),
    documentType: z.string(),
    originals: z.number().int(),
    requesterName: z.string(),
    /** Masked. */
    phone: z.string().nullable(),
    email: z.string().nullable(),
    moved: z.object({ from: instantSchema, ...movedFields }).nullable(),
    proposal: z
      .object({ startsAt: instantSchema, until: instantSchema, ...movedFields })
      .nullable(),
  })
  .openapi('Booking');
export type Booking = z.infer<typeof bookingSchema>;

export const myBookingsSchema = z
  .object({ bookings: z.array(bookingSchema) })
  .openapi('MyBookings');

export const newHourSchema = z.object({ startsAt: instantSchema }).openapi('BookingNewHour');
export const proposalAnswerSchema = z.object({ agrees: z.boolean() }).openapi('ProposalAnswer');

/** A code of an appointment with the number or the address that it was made with. */
const soughtFields = { code: z.string().max(40), contact: z.string().trim().min(6).max(200) };
export const bookingSoughtSchema = z
  .object({ ...soughtFields, proof: proofSchema })
  .openapi('BookingSought');
export const bookingFoundSchema = z
  .object({ ...soughtFields, oneTimeCode: oneTimeCodeField })
  .openapi('BookingFound');
export const bookingLinkSchema = z.object({ link: linkField }).openapi('BookingLink');

const seats = z.number().int().min(0).max(seatsMax);
export const weekSchema = z.array(z.array(seats).length(24)).length(7);

/** Seats by weekday (0 = Sunday) and hour of the day. */
export const bookingPlanSchema = z
  .object({ week: weekSchema, note: z.string().nullable() })
  .openapi('BookingPlan');

export const bookingPlanChangeSchema = z
  .object({ week: weekSchema, note: printedLineSchema({ min: 0, max: 300 }).nullable() })
  .openapi('BookingPlanChange');

export const bookingHoursChangeSchema = z
  .object({
    date: z.iso.date(),
    fromHour: z.number().int().min(0).max(23),
    toHour: z.number().int().min(1).max(24),
    /** For each of these hours; 0 closes them; null: as the week has it. */
    seats: seats.nullable(),
  })
  .refine(({ fromHour, toHour }) => fromHour < toHour)
  .openapi('BookingHoursChange');

export const bookingRowSchema = z
  .object({
    id: z.uuid(),
    code: z.string(),
    state: z.enum(bookingStates),
    startsAt: instantSchema,
    movedFrom: instantSchema.nullable(),
    proposedAt: instantSchema.nullable(),
    requesterKind: z.enum(requesterKinds).nullable(),
    hasAccount: z.boolean(),
    requesterName: z.string(),
    /** Masked; all of it is in what `booking.open` gives. */
    identifier: z.string().nullable(),
    documentType: z.string(),
    originals: z.number().int(),
    procedure: z.enum(procedures),
    /** Its hour has no place for it any more: a holiday, a closed hour, fewer seats. */
    isDisplaced: z.boolean(),
  })
  .openapi('BookingRow');
export type BookingRow = z.infer<typeof bookingRowSchema>;

/** Both days are included, a month at most. */
export const daysAskedSchema = z.object({ from: z.iso.date(), to: z.iso.date() });

export const bookingDaysSchema = z
  .object({
    asOf: instantSchema,
    days: z.array(
      z.object({
        date: z.iso.date(),
        holiday: z.string().nullable(),
        hours: z.array(
          z.object({
            startsAt: instantSchema,
            hour: z.number().int(),
            seats: z.number().int(),
            taken: z.number().int(),
          }),
        ),
        /** On the day's waiting list. */
        waiting: z.number().int(),
      }),
    ),
    bookings: z.array(bookingRowSchema),
  })
  .openapi('BookingDays');
export type BookingDays = z.infer<typeof bookingDaysSchema>;

export const officeBookingSchema = bookingRowSchema
  .extend({
    identifier: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
  })
  .openapi('OfficeBooking');

export const officeMoveSchema = z
  .object({
    startsAt: instantSchema,
    ground: z.enum(moveGrounds),
    reason: linesSchema({ min: 3, max: 300 }),
  })
  .openapi('BookingMove');
