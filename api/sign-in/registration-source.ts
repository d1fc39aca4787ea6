import { SaoyError } from '../../domain/problem';
import type { SubscriberSource } from '../../identity/subscribers/subscriber-lookup';
import { isRegistrationDay } from '../../policies/identity-rules';
import { reachOf } from '../../settings/settings';
import type { ApiDeps } from '../http/deps';

/** Who says whose a number is, while citizens may make their own accounts; undefined: they may not, today or here. */
export function registrationSource({
  rules,
  settings,
  now,
}: Pick<ApiDeps, 'rules' | 'settings' | 'now'>): SubscriberSource | undefined {
  const isOpen = isRegistrationDay(rules, now()) && reachOf(settings).sms;
  return isOpen ? settings.subscriberLookup : undefined;
}

/** @throws SaoyError `registration-closed` */
export function requireRegistration(deps: Parameters<typeof registrationSource>[0]) {
  const source = registrationSource(deps);
  if (!source) throw new SaoyError('registration-closed');
  return source;
}
