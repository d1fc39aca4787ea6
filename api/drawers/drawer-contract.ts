import { z } from '@hono/zod-openapi';
import { cashCauses, cashKinds } from '../../domain/cash';
import { stages } from '../../domain/process';
import { instantSchema } from '../http/contract';
import { linesSchema } from '../http/text-field';

/** Integer đồng; a drawer holds no more than a province takes in a year. */
const dongSchema = z.number().int().min(0).max(100_000_000_000);

const movementSchema = z
  .object({
    id: z.uuid(),
    at: instantSchema,
    kind: z.enum(cashKinds),
    cause: z.enum(cashCauses),
    /** Đồng, above zero. */
    amount: z.number().int(),
    cashierId: z.uuid(),
    cashierName: z.string(),
    dossierId: z.uuid(),
    dossierCode: z.string(),
    documentType: z.string(),
    requesterName: z.string(),
    receiptNumber: z.string(),
    isClosed: z.boolean(),
  })
  .openapi('CashMovement');
export type CashMovementView = z.infer<typeof movementSchema>;

const sumsSchema = z.object({
  movements: z.number().int(),
  taken: z.number().int(),
  returned: z.number().int(),
});

const closingSchema = z
  .object({
    cashierId: z.uuid(),
    cashierName: z.string(),
    shift: z.number().int(),
    movements: z.number().int(),
    opening: z.number().int(),
    taken: z.number().int(),
    returned: z.number().int(),
    /** What should have lain in it: opening + taken − returned. */
    expected: z.number().int(),
    counted: z.number().int(),
    note: z.string(),
    at: instantSchema,
  })
  .openapi('DrawerClosing');
export type ClosingView = z.infer<typeof closingSchema>;

/** A fee that is still here though its dossier ended without a copy. */
const heldFeeSchema = z.object({
  dossierId: z.uuid(),
  dossierCode: z.string(),
  documentType: z.string(),
  requesterName: z.string(),
  receiptNumber: z.string(),
  stage: z.enum(stages),
  endedAt: instantSchema,
  amount: z.number().int(),
});
export type HeldFeeView = z.infer<typeof heldFeeSchema>;

const cashDayShape = {
  /** Today at UTC+7. */
  today: z.iso.date(),
  day: z.iso.date(),
  sums: sumsSchema,
  /** The newest first, at most 2,000; the sums are of all. */
  movements: z.array(movementSchema),
  closings: z.array(closingSchema),
  toGiveBack: z.array(heldFeeSchema),
};

/** One's own drawer. */
export const drawerSchema = z
  .object({
    ...cashDayShape,
    /** The shift that runs, whichever day it began. */
    open: sumsSchema.extend({ shift: z.number().int(), since: instantSchema.nullable() }),
    /** Small change that lay in it the last time. */
    lastOpening: z.number().int(),
  })
  .openapi('Drawer');
export type DrawerView = z.infer<typeof drawerSchema>;

/** Every drawer of an office. */
export const officeDrawersSchema = z
  .object({
    ...cashDayShape,
    cashiers: z.array(
      sumsSchema.extend({
        cashierId: z.uuid(),
        cashierName: z.string(),
        open: sumsSchema.extend({ since: instantSchema.nullable() }),
      }),
    ),
  })
  .openapi('OfficeDrawers');
export type OfficeDrawersView = z.infer<typeof officeDrawersSchema>;

export const drawerCountSchema = z
  .object({
    /** As they were shown; another one, and the drawer was changed since. */
    shift: z.number().int().min(1),
    movements: z.number().int().min(0),
    opening: dongSchema,
    counted: dongSchema,
    note: linesSchema({ min: 0, max: 500 }).default(''),
  })
  .openapi('DrawerCount');

export const feeSettlementSchema = z
  .object({
    /** What changed hands, in đồng: all that is owed. */
    amount: z.number().int().min(1).max(1_000_000_000),
  })
  .openapi('FeeSettlement');
