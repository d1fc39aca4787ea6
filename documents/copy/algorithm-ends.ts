import type { KeyObject } from 'node:crypto';

/**
 * Until when a time stamp by a key of some kind is taken for proof, whatever its certificate says.
 * What is not listed has no end yet.
 */
const ends: { keyType: string; endsAt: string; source: string }[] = [
  // PKCS#1 v1.5 whatever its size, and PSS below 3000 bits; what a key will be used with is not known.
  { keyType: 'rsa', endsAt: '2029-01-01T00:00:00Z', source: 'ETSI TS 119 312 V1.5.1' },
];

/** Milliseconds since 1970; Infinity where no end is set. */
export function algorithmEndOf(key: KeyObject): number {
  const found = ends.find(({ keyType }) => keyType === key.asymmetricKeyType);
  return found ? Date.parse(found.endsAt) : Infinity;
}
