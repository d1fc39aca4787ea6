import type { Calendar } from '../deadlines/calendar';
import type { Rules } from './load-rules';
import type { Policy } from './policy';

/** What a dossier writes down at acceptance: `id@version`, the version being a hash of the content. */
export function policyVersionOf({ id, version }: Policy): string {
  return `${id}@${version}`;
}

export function calendarVersionOf({ data }: Calendar): string {
  return `${data.id}@${data.version}`;
}

/** @throws SaoyError `policy-unknown` where the file says something else now. */
export function getPinnedPolicy(rules: Rules, pin: string): Policy {
  const [id = '', version] = pin.split('@');
  return rules.getPolicy(id, version);
}

/** @throws SaoyError `calendar-unknown` */
export function getPinnedCalendar(rules: Rules, pin: string): Calendar {
  return rules.getCalendar(pin.slice(pin.indexOf('@') + 1));
}
