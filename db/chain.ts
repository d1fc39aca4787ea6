import { createHash } from 'node:crypto';

/** What the first link of every chain points back to. */
export const genesisHash = '0'.repeat(64);

type Value = string | number | boolean | null;
export type Link = Readonly<Record<string, Value | Readonly<Record<string, Value>>>>;

/**
 * Hash of one link: SHA-256 over its predecessor's hash and its fields, keys sorted at both levels,
 * so that the same facts give the same hash whatever order a program holds them in.
 * @returns 64 lower-case hex digits.
 */
export function chainHash(previousHash: string, link: Link): string {
  return createHash('sha256')
    .update(`${previousHash}\n${canonical(link)}`)
    .digest('hex');
}

/** The one text of a link, whatever order its fields are held in. */
export function canonical(value: Link[string] | Link): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
