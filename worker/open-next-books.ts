import type { DataSource } from 'typeorm';
import { listPolicyIds, openBooks } from '../db/registers/make-book';
import type { Rules } from '../policies/load-rules';
import { policyInForce } from '../policies/policy-in-force';
import { dayOf, formatDate, toCivil } from '../time/time';

/**
 * Sees to it that each office has a book of this year, and of the next one in time, as its policy says
 * (`register.opens_ahead_days`), so that the first number of 1 January finds its book.
 * @param now epoch milliseconds
 * @returns books opened
 */
export async function openNextBooks(
  { manager }: Pick<DataSource, 'manager'>,
  rules: Rules,
  now: number,
): Promise<number> {
  const today = dayOf(now);
  let opened = 0;
  for (const policyId of await listPolicyIds(manager)) {
    const { register, number } = policyInForce(rules, policyId, now);
    if (register.opensAheadDays === undefined) continue;
    const { year } = toCivil(today);
    const { year: lastYear } = toCivil(today + register.opensAheadDays);
    for (const each of new Set([year, lastYear])) {
      const { suffix, start } = number;
      const books = { policyId, year: each, suffix, start, today: formatDate(today) };
      opened += await openBooks(manager, books);
    }
  }
  return opened;
}
