import type { Clock } from './messages';

export type Alarm =
  | { kind: 'notice'; at: number; marks: 'noticed' }
  | { kind: 'breach'; at: number; marks: 'breached' }
  | { kind: 'escalation'; at: number; marks: 'escalated' }
  | { kind: 'legal-breach'; at: number };

/**
 * The next alarm that has not sounded: near the end of a step (75 %, `notice`), its breach, escalation to the
 * supervisor, legal breach. Of two at one instant the milder sounds first. Epoch milliseconds; null when all have sounded.
 */
export function nextAlarm(
  clock: Clock | null,
  legalDue: number,
  legalBreached: boolean,
): Alarm | null {
  const alarms: Alarm[] = [];
  if (clock !== null && !clock.noticed) {
    alarms.push({ kind: 'notice', at: clock.noticeAt, marks: 'noticed' });
  }
  if (clock !== null && !clock.breached) {
    alarms.push({ kind: 'breach', at: clock.due, marks: 'breached' });
  }
  if (clock !== null && clock.breached && !clock.escalated && clock.escalateAt !== null) {
    alarms.push({ kind: 'escalation', at: clock.escalateAt, marks: 'escalated' });
  }
  if (!legalBreached) alarms.push({ kind: 'legal-breach', at: legalDue });
  return alarms.reduce<Alarm | null>(
    (first, alarm) => (first === null || alarm.at < first.at ? alarm : first),
    null,
  );
}
