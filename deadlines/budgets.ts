import type { Calendar } from './calendar';
import type { DeadlineRules } from './rules';
import { addWorkingMs } from './working-time';

/** Adds a budget in the kind of hours the policy means. */
export function addHours(
  policy: DeadlineRules,
  calendar: Calendar,
  from: number,
  ms: number,
): number {
  return policy.hoursKind.kind === 'working' ? addWorkingMs(calendar, from, ms) : from + ms;
}

/** ⌊whole × part ÷ total⌋ in integers, exact at any size. */
export function shareOf(whole: number, part: number, total: number): number {
  const product = whole * part;
  if (Number.isSafeInteger(product)) return Math.floor(product / total);
  return Number((BigInt(whole) * BigInt(part)) / BigInt(total));
}
