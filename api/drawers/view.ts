import {
  type CashierDay,
  type CashSums,
  type ClosingLine,
  type HeldFee,
  listCashierDays,
  listClosings,
  listHeldFees,
  listMovements,
  findShift,
  type MovementLine,
} from '../../db/drawers/find-drawers';
import { expectedCash, feeEnds, owedFee } from '../../domain/cash';
import { feeGivenBackAt } from '../../policies/fee';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { parseDate } from '../../deadlines/parse-time';
import { dayOf, formatDate, startOfDay } from '../../time/time';
import type { ApiDeps } from '../http/deps';
import type {
  CashMovementView,
  ClosingView,
  DrawerView,
  HeldFeeView,
  OfficeDrawersView,
} from './drawer-contract';

type Deps = Pick<ApiDeps, 'db' | 'rules' | 'now'>;

/** Closings of so many days are shown with one's own drawer. */
const closingDays = 31;

/** @param asked `YYYY-MM-DD`; today where nothing is asked for */
export async function viewDrawer(
  deps: Deps,
  officeId: string,
  cashierId: string,
  asked?: string,
): Promise<DrawerView> {
  const { db } = deps;
  const { today, day, span } = daysOf(deps, asked);
  const recent = { from: new Date(startOfDay(day - closingDays)), before: span.before };
  const [movements, days, shift, closings, toGiveBack] = await Promise.all([
    listMovements(db, officeId, span, cashierId),
    listCashierDays(db, officeId, span),
    findShift(db.manager, officeId, cashierId),
    listClosings(db, officeId, recent, cashierId),
    listToGiveBack(deps, officeId),
  ]);
  const mine = days.find((each) => each.cashierId === cashierId);
  return {
    ...{ today: formatDate(today), day: formatDate(day), sums: sumsOf(mine), toGiveBack },
    movements: movements.map(viewMovement),
    closings: closings.map(viewClosing),
    open: { ...sumsOf(shift), shift: shift.shift, since: shift.since?.toISOString() ?? null },
    lastOpening: closings[0]?.opening ?? 0,
  };
}

/** @param asked `YYYY-MM-DD`; today where nothing is asked for */
export async function viewOfficeDrawers(
  deps: Deps,
  officeId: string,
  asked?: string,
): Promise<OfficeDrawersView> {
  const { db } = deps;
  const { today, day, span } = daysOf(deps, asked);
  const [movements, cashiers, closings, toGiveBack] = await Promise.all([
    listMovements(db, officeId, span),
    listCashierDays(db, officeId, span),
    listClosings(db, officeId, span),
    listToGiveBack(deps, officeId),
  ]);
  const all = (of: (day: CashierDay) => number) =>
    cashiers.reduce((sum, each) => sum + of(each), 0);
  return {
    ...{ today: formatDate(today), day: formatDate(day), toGiveBack },
    sums: {
      movements: all((each) => each.movements),
      taken: all((each) => each.taken),
      returned: all((each) => each.returned),
    },
    movements: movements.map(viewMovement),
    closings: closings.map(viewClosing),
    cashiers: cashiers.map(({ open, ...cashier }) => ({
      ...cashier,
      open: { ...sumsOf(open), since: open.since?.toISOString() ?? null },
    })),
  };
}

function daysOf({ now }: Pick<Deps, 'now'>, asked?: string) {
  const today = dayOf(now());
  const day = asked === undefined ? today : parseDate(asked);
  return {
    ...{ today, day },
    span: { from: new Date(startOfDay(day)), before: new Date(startOfDay(day + 1)) },
  };
}

/** By the policy of each dossier: what it lets the office keep is none of these. */
async function listToGiveBack({ db, rules }: Deps, officeId: string): Promise<HeldFeeView[]> {
  const held = await listHeldFees(db, officeId, feeEnds);
  return held.flatMap((each) => {
    const owed = owedFee(each, feeGivenBackAt(getPinnedPolicy(rules, each.policy)));
    return owed < 0 ? [viewHeld(each, -owed)] : [];
  });
}

function viewHeld({ id, code, endedAt, ...rest }: HeldFee, amount: number): HeldFeeView {
  const { documentType, requesterName, receiptNumber, stage } = rest;
  return {
    ...{ dossierId: id, dossierCode: code, documentType, requesterName, receiptNumber, stage },
    ...{ endedAt: endedAt.toISOString(), amount },
  };
}

function sumsOf(sums: CashSums | undefined): CashSums {
  const { movements, taken, returned } = sums ?? { movements: 0, taken: 0, returned: 0 };
  return { movements, taken, returned };
}

function viewMovement({ at, ...line }: MovementLine): CashMovementView {
  return { ...line, at: at.toISOString() };
}

function viewClosing({ at, ...line }: ClosingLine): ClosingView {
  return { ...line, at: at.toISOString(), expected: expectedCash(line) };
}
