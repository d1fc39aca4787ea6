import { z } from '@hono/zod-openapi';
import type { ReportContents } from '../../domain/report-contents';
import { reportKinds } from '../../domain/report-kinds';
import type { ReportFigures } from '../../domain/reports';
import { instantSchema } from '../http/contract';

export const askReportSchema = z
  .object({
    officeId: z.uuid(),
    kind: z.enum(reportKinds).default('compliance'),
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
    kind: z.enum(reportKinds),
    branch: z.boolean(),
    from: z.iso.date(),
    to: z.iso.date(),
    asOf: instantSchema,
    /** Made by itself. */
    scheduled: z.boolean(),
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

const columnKind = z.enum(['text', 'count', 'money', 'decimal', 'share', 'when', 'day']);
const cell = z.union([z.string(), z.number(), z.object({ text: z.string(), href: z.string() })]);
const tableSchema = z.object({
  title: z.string(),
  columns: z.array(
    z.object({
      ...{ title: z.string(), width: z.number(), kind: columnKind },
      group: z.string().optional(),
    }),
  ),
  rows: z.array(z.array(cell.nullable())),
  total: z.array(cell.nullable()).optional(),
  notes: z.array(z.string()).optional(),
});

/** What a report says; a date in a cell is its ISO text on the clock of Vietnam, as if it were UTC. */
export const contentsSchema = z
  .object({
    figures: z.array(
      z.object({
        ...{ value: z.number().nullable(), kind: columnKind, words: z.string() },
        isBad: z.boolean().optional(),
      }),
    ),
    pictures: z.array(
      z.object({
        ...{ title: z.string(), label: z.string(), kind: columnKind, names: z.array(z.string()) },
        form: z.enum(['stacked', 'bars', 'ranked']),
        series: z.array(
          z.object({
            ...{ name: z.string(), values: z.array(z.number()) },
            colour: z.enum(['done', 'navy', 'seal', 'near']),
          }),
        ),
      }),
    ),
    sheets: z.array(
      z.object({
        ...{ name: z.string(), tables: z.array(tableSchema) },
        isExcerpt: z.boolean().optional(),
      }),
    ),
  })
  .openapi('ReportContents') satisfies z.ZodType<ReportContents>;
export type ContentsView = z.infer<typeof contentsSchema>;

export const wholeReportSchema = z
  .object({
    report: reportSchema,
    /** What its page shows; null until it is made. */
    contents: contentsSchema.nullable(),
    /** Of the report on the internal process alone: its figures by name, for programs. */
    figures: figuresSchema.nullable(),
  })
  .openapi('WholeReport');
export type WholeReport = z.infer<typeof wholeReportSchema>;
