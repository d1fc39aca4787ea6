import { z } from '@hono/zod-openapi';
import { helpers } from '../../domain/failure-handling';
import { offeredActs } from './list-acts';
import { stages, steps } from '../../domain/process';
import { instantSchema, orNull } from '../http/contract';
import { emailSchema } from '../http/email-field';
import { linesSchema, printedLineSchema } from '../http/text-field';

/** What the attestation page prints. */
const name = printedLineSchema({ min: 1, max: 200 });
const reason = linesSchema({ min: 3, max: 1000 });
/** An id of the policy's. */
const ground = z.string().max(80);

/** Who asks: a portal account by identifier, or a name and e-mail [T-04…T-07]. */
export const requesterSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('account'), identifier: z.string().regex(/^\d{9,13}$/) }),
    z.object({ kind: z.literal('no-account'), fullName: name, email: emailSchema }),
  ])
  .openapi('Requester');

export const acceptSchema = z
  .object({
    officeId: z.uuid(),
    /** Another original of the same visit: same requester, same receipt, same acceptance time. */
    visitId: z.uuid().optional(),
    /** The appointment that the requester came by [T-15]; the visit is marked with it. */
    bookingId: z.uuid().optional(),
    requester: requesterSchema,
    documentType: name,
    originalPages: z.number().int().min(1).max(10_000),
    copies: z.number().int().min(1).max(1_000),
    /** Complex or many: the legal ground of the extension, which makes the appointment slip too. */
    extension: z
      .object({
        ground,
        /** Working days, as many as the policy allows. */
        days: z.number().int().min(1),
      })
      .optional(),
    /** The scan was brought by the citizen and compared with the original by the officer [T-09]. */
    scanCompared: z.boolean().default(false),
    /** It is taken down only to be refused in writing: no fee is taken. */
    refusedAtOnce: z.boolean().optional(),
  })
  .openapi('Accept');

/** What was taken down wrongly, put right before the original is submitted. */
export const correctSchema = z
  .object({
    /** Left out: as it is. */
    requester: requesterSchema.optional(),
    documentType: name,
    originalPages: z.number().int().min(1).max(10_000),
    copies: z.number().int().min(1).max(1_000),
  })
  .openapi('Correct');

export const reasonSchema = z.object({ reason });
export const refusalSchema = z.object({
  /** One of the policy's refusal grounds (NĐ 23/2015 Đ22). */
  ground,
  explanation: linesSchema({ min: 0, max: 2000 }).default(''),
});
export const extendSchema = z
  .object({
    /** One of the policy's extension grounds (NĐ 23/2015 Đ21). */
    ground,
    /** Working days added to the base due. */
    days: z.number().int().optional(),
    /** Date of a written agreement with the requester, which the officer holds. */
    agreedUntil: z.iso.date().optional(),
    agreementAttached: z.boolean().default(false),
  })
  .openapi('Extend');
/** What an extension of one dossier may be chosen from. */
export const extensionOptionsSchema = z
  .object({
    /** Working days; more needs a written agreement. */
    daysMax: z.number().int(),
    grounds: z.array(z.object({ id: z.string(), text: z.string(), citation: z.string() })),
  })
  .openapi('ExtensionOptions');
export type ExtensionOptions = z.infer<typeof extensionOptionsSchema>;
/** A pause by a rule of the policy (most have none), with why it is needed here. */
export const pauseSchema = z.object({
  /** One of the policy's pause grounds. */
  ground,
  reason,
});
/** A PIN encrypted to the token process's public key (tokens/pin/encrypt-pin.ts): base64url. */
export const encryptedPinSchema = z
  .string()
  .max(4000)
  .regex(/^[\w-]*$/);
export const signSchema = z.object({
  /**
   * The PIN encrypted to the token process's public key; see GET /api/tokens/{purpose}. Left out where
   * the signer's own computer or phone asks for it.
   */
  encryptedPin: encryptedPinSchema.optional(),
});
export const sealSchema = signSchema.extend({ bookId: z.uuid().optional() });

export const clockSchema = z
  .object({
    step: z.enum(steps),
    startedAt: instantSchema,
    /** The chain of budgets in working time: the compliance figure. */
    dueByHours: instantSchema,
    /** The earlier of that and the legal due: past it the step is over. */
    due: instantSchema,
    /** What people are warned by and lists are sorted by. */
    pace: instantSchema,
    noticeAt: instantSchema,
  })
  .openapi('StepClock');

/** One row of a work list. */
export const dossierRowSchema = z
  .object({
    id: z.string(),
    code: z.string(),
    stage: z.enum(stages),
    requesterName: z.string(),
    /** Masked, as the e-mail: unmasking is an act of its own. */
    requesterIdentifier: z.string().nullable(),
    requesterEmail: z.string().nullable(),
    documentType: z.string(),
    originalPages: z.number().int(),
    copies: z.number().int(),
    acceptedAt: instantSchema,
    /** The hour for which its requester had an appointment; null: they came without one. */
    bookedAt: instantSchema.nullable(),
    legalDue: instantSchema,
    clock: orNull(clockSchema),
    registerNumber: z.string().nullable(),
    /** Who holds its running step; nobody need. */
    heldBy: z.object({ id: z.string(), name: z.string() }).nullable(),
    /** Why it came back, when it did. */
    returnReason: z.string().nullable(),
    /** Why Sao Y itself cannot go on with it now: a time stamp, revocation data, the mail. */
    waiting: z
      .object({
        code: z.string(),
        /** Vietnamese: what it is, when it is tried again, whom to call. */
        text: z.string(),
        call: z.enum(helpers),
        since: instantSchema.nullable(),
        /** When it is tried again by itself; null where a person has to act anew. */
        nextTryAt: instantSchema.nullable(),
      })
      .nullable(),
  })
  .openapi('DossierRow');
export type DossierRow = z.infer<typeof dossierRowSchema>;

export const signingSchema = z
  .object({
    /** Asked on the signer's computer, by a provider on the signer's phone, or on the provider's page. */
    method: z.enum(['agent', 'remote', 'consent']),
    status: z.enum(['waiting', 'signed', 'failed']),
    /** Of the document, hex: the signer's computer shows the same. */
    digest: z.string(),
    askedAt: instantSchema,
    expiresAt: instantSchema,
    /** Why there is none, and the Vietnamese sentence of it. */
    code: z.string().nullable(),
    text: z.string().nullable(),
  })
  .openapi('Signing');
export type Signing = z.infer<typeof signingSchema>;

export const dossierSchema = dossierRowSchema
  .extend({
    officeId: z.string(),
    visitId: z.string(),
    receiptNumber: z.string(),
    fee: z.object({
      /** Integer đồng. */
      total: z.number().int(),
      /** The sum as one line: "2 × 2.000 + 3 × 1.000 = 7.000 ₫". */
      line: z.string(),
      source: z.string(),
      /** What the office holds of it, in đồng. */
      held: z.number().int(),
      /** What is still to be taken (above zero) or to be given back (below), in đồng. */
      owed: z.number().int(),
    }),
    receivedAt: instantSchema,
    /** Due on a later day or extended: an appointment slip was made. */
    appointmentSlip: z.boolean(),
    policy: z.string(),
    calendar: z.string(),
    /** What the leader certifies, by the pinned policy. */
    statement: z.string(),
    /** Why the due times are what they are, in order. */
    because: z.array(z.object({ rule: z.string(), citation: z.string() })),
    scan: z
      .object({
        pages: z.number().int(),
        /** Not as many as were declared and the fee was taken for. */
        pagesDiffer: z.boolean(),
        bytes: z.number().int(),
        /** The requester brought it; who compared it with the original, and when [T-09]. */
        compared: z.object({ by: z.string(), at: instantSchema }).nullable(),
      })
      .nullable(),
    /** The leader has signed it: the file that is sealed next. */
    hasSigned: z.boolean(),
    hasCopy: z.boolean(),
    refusal: z.object({ ground: z.string(), text: z.string(), explanation: z.string() }).nullable(),
    publicUrl: z.string(),
    delivery: z
      .object({
        status: z.enum(['pending', 'sending', 'uncertain', 'failed', 'sent']),
        attempts: z.number().int(),
        sentAt: instantSchema.nullable(),
        /** What the mail server said to the last try in vain, in its own words. */
        answer: z.string().nullable(),
      })
      .nullable(),
    /** A signature asked of the asking person's own key in the present step, a while ago at most. */
    signing: orNull(signingSchema),
    /** Every act that the asking person may do now: buttons follow this. */
    actions: z.array(z.enum(offeredActs)),
  })
  .openapi('Dossier');
export type Dossier = z.infer<typeof dossierSchema>;

/** What is masked in a dossier. */
export const revealedRequesterSchema = z
  .object({
    identifier: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
  })
  .openapi('RevealedRequester');
export type RevealedRequester = z.infer<typeof revealedRequesterSchema>;

/** "Xem tiến trình": one line of a dossier's history. */
export const timelineEventSchema = z
  .object({
    at: instantSchema,
    action: z.string(),
    /** Vietnamese sentence of what happened. */
    text: z.string(),
    actorName: z.string().nullable(),
    stage: z.enum(stages).nullable(),
  })
  .openapi('TimelineEvent');

/** A row of a work list, for the one who asked. */
const dossierListItemSchema = dossierRowSchema
  .extend({
    /** Whether I had it open since its step began: a batch may ask for this. */
    opened: z.boolean(),
  })
  .openapi('DossierListItem');
export type DossierListItem = z.infer<typeof dossierListItemSchema>;

export const dossierListSchema = z
  .object({
    items: z.array(dossierListItemSchema),
    total: z.number().int(),
    /** There are more than `total`: too many have what is searched for to count them all. */
    isMore: z.boolean(),
    nextCursor: z.string().nullable(),
    serverTime: instantSchema,
  })
  .openapi('DossierList');

const byListSchema = z.object({
  create: z.number().int(),
  returned: z.number().int(),
  sign: z.number().int(),
  seal: z.number().int(),
  open: z.number().int(),
});

export const countsSchema = byListSchema
  .extend({
    /** Of them those whose step I hold, and those that nobody does. */
    mine: byListSchema,
    unassigned: byListSchema,
    near: z.number().int(),
    late: z.number().int(),
  })
  .openapi('Counts');
