import type { Reason } from '../deadlines/rules';
import { type FeeEnd, feeEnds } from '../domain/cash';
import { SaoyError } from '../domain/problem';
import type { Policy } from './policy';

interface FeePart {
  /** Pages charged at this rate. */
  pages: number;
  /** Đồng a page. */
  rate: number;
  /** Đồng. */
  amount: number;
}

export interface Fee {
  /** Đồng, for all copies. */
  total: number;
  /** Đồng, after the cap. */
  perCopy: number;
  /** How a copy's fee comes about, before the cap. */
  parts: FeePart[];
  because: Reason[];
}

/**
 * The fee in whole đồng, by the pages of the original (TT 226/2016/TT-BTC Đ4), capped per copy.
 * @throws SaoyError `fee-pages-invalid`.
 */
export function computeFee(
  policy: Pick<Policy, 'fee'>,
  originalPages: number,
  copies: number,
): Fee {
  for (const count of [originalPages, copies]) {
    if (!Number.isSafeInteger(count) || count < 1) throw new SaoyError('fee-pages-invalid');
  }
  const { perPage, capPerCopy, citation, label } = policy.fee;
  const parts = perPage.flatMap(({ fromPage, amount: rate }, index) => {
    const lastPage = Math.min(originalPages, (perPage[index + 1]?.fromPage ?? Infinity) - 1);
    const pages = lastPage - fromPage + 1;
    return pages > 0 ? [{ pages, rate, amount: pages * rate }] : [];
  });
  const sum = parts.reduce((total, { amount }) => total + amount, 0);
  const perCopy = Math.min(sum, capPerCopy);
  const terms = parts.map(({ pages, rate }) => `${pages} × ${formatDong(rate)}`).join(' + ');
  const because = [{ rule: `${label}: ${terms} = ${formatDong(sum)} ₫ mỗi bản.`, citation }];
  if (perCopy < sum) {
    because.push({ rule: `Tối đa ${formatDong(capPerCopy)} ₫ mỗi bản.`, citation });
  }
  return { total: perCopy * copies, perCopy, parts, because };
}

/** Stages at which the fee goes back to who paid it, by the policy. */
export function feeGivenBackAt({ fee }: Pick<Policy, 'fee'>): readonly FeeEnd[] {
  return fee.givenBackAt ?? feeEnds;
}

/** `12000` → `12.000`. */
export function formatDong(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
}
