import type { Policy } from './policy';

/**
 * What the leader certifies: the first line of the lời chứng (NĐ 23/2015 Đ12). Number, book and date below it
 * are fields of the attestation page.
 */
export function attestationStatement({ attestation }: Pick<Policy, 'attestation'>): string {
  return attestation.text.split('\n')[0] ?? '';
}
