import { createHash } from 'node:crypto';

/** Version of a set of rules: the first half of the SHA-256 of its canonical JSON, hexadecimal. */
export function versionOf(data: object): string {
  return createHash('sha256').update(canonical(data)).digest('hex').slice(0, 32);
}

/** JSON with sorted keys and without undefined: the same data gives the same text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`);
  return `{${entries.join(',')}}`;
}
