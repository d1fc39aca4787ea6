import { dayOf, formatDate } from '../time/time';
import type { Rules } from './load-rules';
import type { Policy } from './policy';

/**
 * The policy an office works by at an instant: the one it is set to while that is in force, else the one in
 * force for the same area. Where none is, the office's own still: its answers say that its time is over.
 * @param at epoch milliseconds
 * @throws SaoyError `policy-unknown`
 */
export function policyInForce(rules: Rules, policyId: string, at: number): Policy {
  const own = rules.getPolicy(policyId);
  const date = formatDate(dayOf(at));
  const isInForce = own.validFrom <= date && date <= (own.validTo ?? date);
  if (isInForce) return own;
  return rules.findPolicyInForce(at, { area: own.scope.area }) ?? own;
}
