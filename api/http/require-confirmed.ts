import { type Permission, type PermissionName, permissions } from '../../domain/permissions';
import { SaoyError } from '../../domain/problem';
import { identityRulesAt } from '../../policies/identity-rules';
import type { ApiDeps } from './deps';
import type { AppContext } from './env';
import { requireSession } from './session';

/**
 * Holds an act that wants its person confirmed to a code of their second factor within the minutes of the policy.
 * @throws SaoyError `step-up-needed`; `second-factor-needed` where the policy requires one and they have none
 */
export function requireConfirmed(
  c: AppContext,
  { rules, now }: Pick<ApiDeps, 'rules' | 'now'>,
  name: PermissionName,
): void {
  const { stepUp }: Permission = permissions[name];
  if (!stepUp) return;
  const { hasSecondFactor, confirmedAt } = requireSession(c);
  const { secondFactor, stepUpMinutes } = identityRulesAt(rules, now());
  if (secondFactor === 'off') return;
  if (hasSecondFactor) {
    const confirmedUntil = (confirmedAt?.getTime() ?? 0) + stepUpMinutes * 60_000;
    if (confirmedUntil <= now()) throw new SaoyError('step-up-needed');
  } else if (secondFactor === 'required') {
    throw new SaoyError('second-factor-needed');
  }
}
