import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';
import { dossierRowSchema } from '../dossiers/contract';

const whole = z.number().int();
/** Share inside the legal due, 0…1; null where nothing was delivered. */
const share = z.number().nullable();
const openCounts = { open: whole, dueToday: whole, near: whole, late: whole };
const dayCounts = { accepted: whole, delivered: whole, returned: whole, refused: whole };

/** Whether an office could sign, seal and mail now, as far as the server knows. */
const readinessSchema = z.object({
  /** Per purpose: certificates that can be used of those there are, and when the first of them ends. */
  sign: z.object({ usable: whole, all: whole, endsAt: instantSchema.nullable() }),
  seal: z.object({ usable: whole, all: whole, endsAt: instantSchema.nullable() }),
  /** Mails that did not get through. */
  unsentMails: whole,
});

/** "Điều hành": what is open by time left, how the day and the month go, and where time is lost. */
export const boardSchema = z
  .object({
    asOf: instantSchema,
    total: z.object(openCounts),
    today: z.object({ ...dayCounts, onTimeRatio: share }),
    month: z.object({ ...dayCounts, onTimeRatio: share }),
    offices: z.array(
      z.object({
        ...{ id: z.uuid(), name: z.string(), ...openCounts },
        ...{ accepted: whole, delivered: whole, onTimeToday: share, onTimeMonth: share },
        readiness: readinessSchema,
        /** Of the last days, the oldest first: delivered, and inside their due. */
        trend: z.array(z.object({ day: z.iso.date(), delivered: whole, onTime: whole })),
      }),
    ),
    /** Of the last four weeks, 0 = Sunday, hours at UTC+7. */
    arrivals: z.array(z.object({ weekday: whole, hour: whole, accepted: whole })),
    /** Of the last thirty days, working minutes. */
    lostTime: z.array(
      z.object({
        step: z.enum(['create', 'sign', 'seal']),
        /** Null: of all offices; so is the person. */
        ...{ officeId: z.uuid().nullable(), personId: z.uuid().nullable() },
        ...{ name: z.string().nullable(), rounds: whole, late: whole },
        ...{ median: z.number(), p90: z.number() },
      }),
    ),
    returns: z.array(z.object({ words: z.string(), count: whole })),
    open: z.array(
      dossierRowSchema.extend({
        officeId: z.uuid(),
        mark: z.enum(['ok', 'near', 'late']),
        holder: z.string().nullable(),
      }),
    ),
  })
  .openapi('Board');
export type Board = z.infer<typeof boardSchema>;
