import { z } from '@hono/zod-openapi';
import type { ReportFigures } from '../../domain/reports';
import { instantSchema } from '../http/contract';

export const askReportSchema = z
  .object({
    officeId: z.uuid(),
    /** With the offices below it. */
    branch: z.boolean().default(false),
    from: z.iso.date(),
    to: z.iso.date(),
    /** What had happened then is what it tells; now, where it is absent. */
    asOf: instantSchema.optional(),
  })
  .openapi('AskReport');

export const reportSchema = z
  .object({
    id: z.uuid(),
    branch: z.boolean(),
    from: z.iso.date(),
    to: z.iso.date(),
    asOf: instantSchema,
    askedAt: instantSchema,
    /** Dossiers looked at so far, or in all. */
    progress: z.number().int(),
    doneAt: instantSchema.nullable(),
    /** Why it could not be made. */
    failure: z.object({ code: z.string(), text: z.string() }).nullable(),
    /** Beginning of the hash over its data: the same for the same data. */
    dataCode: z.string().nullable(),
  })
  .openapi('Report');
export type ReportView = z.infer<typeof reportSchema>;

const whole = z.number().int();
const punctuality = { early: whole, onTime: whole, late: whole };
const counts = {
  ...{ carried: whole, received: whole, done: z.object(punctuality), refused: whole },
  ...{ cancelled: whole, withdrawn: whole, openInTime: whole, openLate: whole },
};
const times = { ...punctuality, done: whole, median: z.number(), p90: z.number(), max: z.number() };
const step = z.enum(['create', 'sign', 'seal']);
const stepLines = z.array(z.object({ step, complex: z.boolean(), ...times }));
const grounds = z.array(z.object({ id: z.string(), text: z.string(), count: whole }));

export const figuresSchema = z
  .object({
    total: z.object(counts),
    steps: stepLines,
    offices: z.array(
      z.object({
        ...{ officeId: z.uuid(), code: z.string(), name: z.string(), ...counts, steps: stepLines },
        ...{ returned: whole, extended: whole, apologies: whole, rank: whole.nullable() },
      }),
    ),
    months: z.array(z.object({ month: z.string(), ...counts })),
    people: z.array(
      z.object({
        ...{ personId: z.uuid(), name: z.string(), office: z.string(), step, ...times },
        returned: whole,
      }),
    ),
    ...{ extended: grounds, refused: grounds, returned: grounds, lateBy: grounds },
    ...{ apologies: whole, dossiers: whole },
  })
  .openapi('ReportFigures') satisfies z.ZodType<ReportFigures>;
