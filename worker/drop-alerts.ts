import type { DataSource } from 'typeorm';
import { dropCleared, listAlertPolicies } from '../db/alerts/drop-cleared';
import type { Rules } from '../policies/load-rules';
import { policyInForce } from '../policies/policy-in-force';
import { msPerDay } from '../time/time';

const alertsAtOnce = 1_000;

/**
 * Removes alerts that were cleared longer ago than the policy of their office keeps them (`retention.alert_days`), a
 * thousand of each policy at once. What stands still stays, however old.
 * @returns how many
 */
export async function dropAlerts(db: DataSource, rules: Rules, at: Date): Promise<number> {
  let dropped = 0;
  for (const policyId of await listAlertPolicies(db)) {
    const { alertDays } = policyInForce(rules, policyId, at.getTime()).retention;
    const before = new Date(at.getTime() - alertDays * msPerDay);
    dropped += await dropCleared(db, { policyId, before, limit: alertsAtOnce });
  }
  return dropped;
}
