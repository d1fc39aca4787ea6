import { addWorkingDays, closeOfDay } from '../deadlines/working-time';
import { dayOf } from '../time/time';
import type { Rules } from './load-rules';
import { policyInForce } from './policy-in-force';
import type { CorrectionRules } from './policy';

/** Where a policy kept from elsewhere says nothing of corrections. */
const usual: CorrectionRules = { answerDays: 3, citation: 'Quy tắc nội bộ của Sao Y' };

/**
 * Until when an office answers a request for a correction: the close of a working day. Epoch milliseconds.
 * @throws SaoyError `policy-unknown`, `calendar-unknown`, `calendar-out-of-range`
 */
export function correctionDueOf(
  rules: Rules,
  { policyId, calendarId }: { policyId: string; calendarId: string },
  askedAt: number,
): number {
  const { correction = usual } = policyInForce(rules, policyId, askedAt);
  const calendar = rules.calendarOf(calendarId);
  return closeOfDay(calendar, addWorkingDays(calendar, dayOf(askedAt), correction.answerDays));
}
