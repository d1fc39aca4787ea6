import type { Rules } from './load-rules';
import type { IdentityRules } from './policy';
import { policyInForce } from './policy-in-force';

/**
 * How people come in at an instant: by the policy in force where nobody names one, for a person may have several
 * offices, or none.
 * @param at epoch milliseconds
 */
export function identityRulesAt(rules: Rules, at: number): IdentityRules {
  return policyInForce(rules, rules.defaultPolicy.id, at).identity;
}
