import { z } from '@hono/zod-openapi';
import { officeCodePattern, officeKinds } from '../../domain/offices';
import { printedLineSchema } from '../http/text-field';

const dateSchema = z.iso.date();

/** An office as the tree shows it. */
export const unitSchema = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    kind: z.enum(officeKinds),
    parentId: z.string().nullable(),
    /** The name of the office above; null for the root. */
    above: z.string().nullable(),
    /** How many stand above it in the tree. */
    level: z.number().int(),
    /** The first day on which it stands, and the first on which it no longer does. */
    validFrom: dateSchema,
    validTo: dateSchema.nullable(),
    successorId: z.string().nullable(),
    successor: z.string().nullable(),
    /** Offices right below it. */
    children: z.number().int(),
  })
  .openapi('Unit');
export type Unit = z.infer<typeof unitSchema>;

export const unitListSchema = z.object({
  items: z.array(unitSchema),
  total: z.number().int(),
  nextCursor: z.string().nullable(),
});

const named = z.object({ id: z.string(), name: z.string() });

export const wholeUnitSchema = unitSchema
  .extend({
    /** What papers print above its name. */
    parentName: z.string(),
    policyId: z.string(),
    calendarId: z.string(),
    codePrefix: z.string(),
    /** From the root of the tree to the one above it. */
    path: z.array(named),
    predecessors: z.array(named.extend({ code: z.string(), validTo: dateSchema.nullable() })),
    /** What may be chosen. */
    choices: z.object({ policies: z.array(named), calendars: z.array(z.string()) }),
  })
  .openapi('WholeUnit');
export type WholeUnit = z.infer<typeof wholeUnitSchema>;

const prefixSchema = z.string().regex(/^[A-Z0-9]{1,6}(\.[A-Z0-9]{1,6}){0,2}$/);

/** What may be changed; what is left out stays as it is. */
export const changeUnitSchema = z.object({
  name: printedLineSchema({ min: 3, max: 200 }).optional(),
  kind: z.enum(officeKinds).optional(),
  parentName: printedLineSchema({ min: 0, max: 200 }).optional(),
  validFrom: dateSchema.optional(),
  policyId: z.string().max(80).optional(),
  calendarId: z.string().max(80).optional(),
  codePrefix: prefixSchema.optional(),
});

/** A new office; what is left out is as in the office above it. */
export const addUnitSchema = changeUnitSchema.extend({
  code: z.string().regex(officeCodePattern),
  name: printedLineSchema({ min: 3, max: 200 }),
  kind: z.enum(officeKinds),
});

export const mergeCountsSchema = z
  .object({
    people: z.number().int(),
    rights: z.number().int(),
    /** Rights that end: those to administer, and those that the asker could not give in the successor. */
    rightsEnded: z.number().int(),
    openDossiers: z.number().int(),
    children: z.number().int(),
    /** These stay under the old name, within reach of the successor's people. */
    finishedDossiers: z.number().int(),
    books: z.number().int(),
  })
  .openapi('MergeCounts');
export type MergeCounts = z.infer<typeof mergeCountsSchema>;

/** A file before it is taken over: what each row would become, or why it cannot. */
export const importPreviewSchema = z
  .object({
    /** Whether the rows were taken over. */
    taken: z.boolean(),
    rows: z.array(
      z.object({
        row: z.number().int(),
        /** What the row is about, as the file has it. */
        label: z.string(),
        /** Vietnamese sentences; none: the row is good. */
        faults: z.array(z.string()),
      }),
    ),
    faulty: z.number().int(),
  })
  .openapi('ImportPreview');
export type ImportPreview = z.infer<typeof importPreviewSchema>;
