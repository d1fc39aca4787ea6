import { z } from '@hono/zod-openapi';
import { identifierPattern, personStates } from '../../domain/people';
import { rights } from '../../domain/process';
import { instantSchema } from '../http/contract';
import { emailSchema } from '../http/email-field';
import { phoneSchema } from '../http/person-fields';
import { printedLineSchema } from '../http/text-field';

const dateSchema = z.iso.date();

export const personSchema = z
  .object({
    id: z.string(),
    /** Masked where it is an identifier. */
    username: z.string(),
    fullName: z.string(),
    title: z.string().nullable(),
    /** Masked, as e-mail and identifier: unmasking is an act of its own. */
    phone: z.string().nullable(),
    email: z.string().nullable(),
    identifier: z.string().nullable(),
    state: z.enum(personStates),
    /** Names of the offices of the branch that they belong to. */
    offices: z.array(z.string()),
  })
  .openapi('Person');
export type Person = z.infer<typeof personSchema>;

export const peopleSchema = z.object({
  items: z.array(personSchema),
  total: z.number().int(),
  nextCursor: z.string().nullable(),
});

export const revealedPersonSchema = personSchema
  .pick({ username: true, identifier: true, phone: true, email: true })
  .openapi('RevealedPerson');
export type RevealedPerson = z.infer<typeof revealedPersonSchema>;

/** A right with its time; `basis` is the delegation document of who signs for another. */
export const heldRightSchema = z
  .object({
    id: z.string(),
    officeId: z.string(),
    officeName: z.string(),
    right: z.enum(rights),
    passesOn: z.array(z.enum(rights)),
    from: instantSchema,
    until: instantSchema.nullable(),
    basis: z.object({ number: z.string(), day: dateSchema }).nullable(),
    /** In force, still to come, or over. */
    state: z.enum(['now', 'later', 'over']),
    /** Whether the asker may end it. */
    mayEnd: z.boolean(),
  })
  .openapi('HeldRight');
export type HeldRight = z.infer<typeof heldRightSchema>;

export const wholePersonSchema = personSchema
  .omit({ offices: true })
  .extend({
    /** Whether the asker may change the account itself: whoever could take it over has its rights. */
    mayManage: z.boolean(),
    mustChangePassword: z.boolean(),
    /** Of the branches that the asker administers. */
    belongsTo: z.array(z.object({ id: z.string(), code: z.string(), name: z.string() })),
    rights: z.array(heldRightSchema),
  })
  .openapi('WholePerson');
export type WholePerson = z.infer<typeof wholePersonSchema>;

const identifierSchema = z.string().trim().regex(identifierPattern);
const usernameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,60}$/);

/** What an account says of its person; what is left out stays as it is. */
export const changePersonSchema = z.object({
  fullName: printedLineSchema({ min: 2, max: 200 }).optional(),
  title: printedLineSchema({ min: 0, max: 200 }).nullable().optional(),
  phone: phoneSchema.nullable().optional(),
  email: emailSchema.nullable().optional(),
  identifier: identifierSchema.nullable().optional(),
  /** Who is not active cannot sign in. */
  state: z.enum(['active', 'inactive']).optional(),
});

export const addPersonSchema = z.object({
  fullName: printedLineSchema({ min: 2, max: 200 }),
  username: usernameSchema,
  identifier: identifierSchema.nullable().default(null),
  title: printedLineSchema({ min: 0, max: 200 }).nullable().default(null),
  phone: phoneSchema.nullable().default(null),
  email: emailSchema.nullable().default(null),
});

/** Shown this once. */
export const oneTimePasswordSchema = z
  .object({ personId: z.string(), username: z.string(), password: z.string() })
  .openapi('OneTimePassword');
export type OneTimePassword = z.infer<typeof oneTimePasswordSchema>;

/** A whole identifier, or a whole phone number. */
export const directoryQuery = z.union([
  z.object({ identifier: identifierSchema }),
  z.object({ phone: phoneSchema }),
]);

export const foundPersonSchema = z
  .object({
    fullName: z.string(),
    title: z.string().nullable(),
    state: z.enum(personStates),
    /** Belongs to the office already. */
    isMember: z.boolean(),
    /** Where the asker administers them; null elsewhere. */
    id: z.string().nullable(),
  })
  .openapi('FoundPerson');
export type FoundPerson = z.infer<typeof foundPersonSchema>;

export const grantSchema = z.object({
  officeId: z.uuid(),
  right: z.enum(rights),
  /** Of `administer`: what its holder may give on. */
  passesOn: z.array(z.enum(rights)).default([]),
  /** Days at UTC+7, both included; left out: from now on, without end. */
  from: dateSchema.nullable().default(null),
  until: dateSchema.nullable().default(null),
  basis: z
    .object({ number: printedLineSchema({ min: 1, max: 100 }), day: dateSchema })
    .nullable()
    .default(null),
});

export const matrixSchema = z
  .object({
    people: z.array(
      z.object({
        id: z.string(),
        fullName: z.string(),
        title: z.string().nullable(),
        state: z.enum(personStates),
        rights: z.array(heldRightSchema),
      }),
    ),
    /** What the asker may give here, and what an administrator made here may pass on. */
    grantable: z.array(z.enum(rights)),
    passableOn: z.array(z.enum(rights)),
    /** Holders of each certifying right, and how many there may be, with where that is written. */
    holders: z.array(z.object({ right: z.enum(rights), count: z.number().int() })),
    holdersMax: z.number().int(),
    citation: z.string(),
  })
  .openapi('RightsMatrix');
export type RightsMatrix = z.infer<typeof matrixSchema>;
