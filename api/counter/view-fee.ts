import { computeFee, formatDong } from '../../policies/fee';
import type { Policy } from '../../policies/policy';

/**
 * The fee of so many copies as one line that shows its sum, with its source.
 * @throws SaoyError `fee-pages-invalid`
 */
export function viewFee(
  policy: Pick<Policy, 'fee'>,
  originalPages: number,
  copies: number,
): { total: number; line: string; source: string } {
  const { total, perCopy, parts } = computeFee(policy, originalPages, copies);
  const terms = parts.map(({ pages, rate }) => `${pages} × ${formatDong(rate)}`).join(' + ');
  const capped = parts.reduce((sum, { amount }) => sum + amount, 0) > perCopy;
  const oneCopy = capped ? `${formatDong(perCopy)} (mức tối đa mỗi bản)` : terms;
  const allCopies =
    copies === 1
      ? oneCopy
      : `${parts.length > 1 && !capped ? `(${oneCopy})` : oneCopy} × ${copies} bản`;
  return { total, line: `${allCopies} = ${formatDong(total)} ₫`, source: policy.fee.citation };
}
