import type { Policy } from './policy';

/** The number as it is printed, `1` → `001/ĐT`; the width is a minimum, numbers past it just grow. */
export function formatRegisterNumber(policy: Pick<Policy, 'number'>, n: number): string {
  return `${String(n).padStart(policy.number.padding, '0')}${policy.number.suffix}`;
}
