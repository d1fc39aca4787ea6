import type { Rules } from './load-rules';
import type { IdentityRules } from './policy';
import { dayOf, formatDate } from '../time/time';
import { policyInForce } from './policy-in-force';

/**
 * How people come in at an instant: by the policy in force where nobody names one, for a person may have several
 * offices, or none.
 * @param at epoch milliseconds
 */
export function identityRulesAt(rules: Rules, at: number): IdentityRules {
  return policyInForce(rules, rules.defaultPolicy.id, at).identity;
}

/** Whether citizens make their own accounts by their number on the day of an instant (C-02, C-03). */
export function isRegistrationDay(rules: Rules, at: number): boolean {
  const day = formatDate(dayOf(at));
  return identityRulesAt(rules, at).selfRegistration.some(
    ({ until }) => until === null || day <= until,
  );
}
