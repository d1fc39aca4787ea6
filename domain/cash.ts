import type { Stage } from './process';

/** What a drawer's movement is: money comes in, or goes back to who paid it. */
export const cashKinds = ['taken', 'returned'] as const;
export type CashKind = (typeof cashKinds)[number];

export const cashKindWords: Record<CashKind, string> = {
  taken: 'Thu',
  returned: 'Trả lại',
};

/**
 * What brings a movement about. `before`: the fee was taken before drawers were kept, which is written down when it
 * is given back.
 */
export const cashCauses = ['accept', 'take-fee', 'give-back-fee', 'before'] as const;
export type CashCause = (typeof cashCauses)[number];

export const cashCauseWords: Record<CashCause, string> = {
  accept: 'Khi tiếp nhận',
  'take-fee': 'Thu sau khi tiếp nhận',
  'give-back-fee': 'Trả lại người nộp',
  before: 'Đã thu trước khi có quỹ thu',
};

/** Ends of a dossier at which the fee may go back. */
export const feeEnds = ['refused', 'cancelled', 'withdrawn'] as const satisfies readonly Stage[];
export type FeeEnd = (typeof feeEnds)[number];

interface FeeFacts {
  stage: Stage;
  fee: { total: number };
  /** What was taken and not given back, in đồng; null: taken before drawers were kept. */
  feeHeld: number | null;
}

/** What an office holds of a dossier's fee, in đồng. Pure. */
export function heldFee({ fee, feeHeld }: Omit<FeeFacts, 'stage'>): number {
  return feeHeld ?? fee.total;
}

/**
 * What is still to be taken (above zero) or to be given back (below), in đồng. Pure.
 * @param givenBackAt stages at which nothing is owed any more, by the policy that the dossier pinned
 */
export function owedFee(facts: FeeFacts, givenBackAt: readonly Stage[]): number {
  const ends: readonly Stage[] = feeEnds;
  // Who was refused, or took the papers back, pays nothing any more, whether or not the fee goes back.
  if (ends.includes(facts.stage)) return givenBackAt.includes(facts.stage) ? -heldFee(facts) : 0;
  return facts.fee.total - heldFee(facts);
}

/** What must be in a drawer when it is closed, in đồng: the small change it began with, and what went in and out. */
export function expectedCash({
  opening,
  taken,
  returned,
}: {
  opening: number;
  taken: number;
  returned: number;
}): number {
  return opening + taken - returned;
}
