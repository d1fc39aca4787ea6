import { type Day, toCivil } from '../deadlines/time';
import type { Policy } from './policy';

/**
 * The words of the attestation (lời chứng) for a number, a book and a day.
 * A value not known yet (the leader signs before the number is taken) stays a dotted line.
 */
export function attestationText(
  policy: Pick<Policy, 'attestation'>,
  values: { number?: string; book?: string; day?: Day },
): string {
  const civil = values.day === undefined ? undefined : toCivil(values.day);
  const filled: Record<string, string | undefined> = {
    number: values.number,
    book: values.book,
    day: civil && String(civil.day).padStart(2, '0'),
    month: civil && String(civil.month).padStart(2, '0'),
    year: civil && String(civil.year),
  };
  return policy.attestation.text.replace(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? '……');
}
