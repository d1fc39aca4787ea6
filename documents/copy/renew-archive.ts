import { SaoyError } from '../../domain/problem';
import { readCertificates, sha256 } from '../evidence/certificate';
import { readPiece } from '../evidence/der';
import type { IssuerSource } from '../evidence/issuers';
import type { RevocationSource } from '../evidence/revocation-client';
import { checkTimestamp, type Timestamp, type TimestampSource } from '../evidence/timestamp-client';
import { archive, getPath, readStoredCertificates } from './add-long-term-data';
import { algorithmEndOf } from './algorithm-ends';
import { Revision } from './revision';
import { coveredParts, findField, readByteRange, readContents } from './signature-dictionary';
import { withCodes } from './with-codes';

/** The newest document time stamp of a copy. */
export interface ArchiveState {
  /** Milliseconds since 1970. */
  stampedAt: number;
  /** When its TSA's certificate or algorithm ends: the copy must be renewed before. */
  endsAt: number;
  /** How many document time stamps the copy carries. */
  stamps: number;
}

/**
 * Adds a further document time stamp before the last one's certificate ends, on fresh revocation
 * data of the old TSA and of the new one: the second stamp alone is not enough (findings, 4).
 * @param input.chains DER of CA certificates that paths may lead through
 * @param input.anchors DER of the authorities where they must end
 * @throws SaoyError `copy-unsuitable` where there is no time stamp to renew or it has ended;
 *   `timestamp-authority-revoked`; `revocation-unavailable`, `timestamp-unavailable`, `path-unavailable`: try
 *   again later
 */
export function renewArchive(input: {
  copy: Uint8Array;
  chains: Uint8Array[];
  anchors: Uint8Array[];
  issuers: IssuerSource;
  timestamp: TimestampSource;
  revocation: RevocationSource;
  /** Milliseconds since 1970; the machine's clock by default. */
  now?: number;
}): Promise<Uint8Array> {
  return withCodes(async () => {
    const { stamp, tokenBytes } = readLastStamp(input.copy);
    if ((input.now ?? Date.now()) > stamp.signer.notAfter) {
      throw new SaoyError('copy-unsuitable', { reason: 'the last time stamp has ended' });
    }
    // What stood in the copy's own store counts too: a CA may have been succeeded meanwhile.
    const stored = readStoredCertificates(new Revision(input.copy));
    const pool = readCertificates([...input.chains, ...stored]);
    const anchors = readCertificates(input.anchors);
    const { issuers, timestamp, revocation } = input;
    const material = { anchors, pool: [...stamp.certificates, ...pool], issuers };
    return archive({
      document: input.copy,
      paths: [{ path: await getPath(stamp.signer, material) }],
      ...{ pool, anchors, issuers, tokenBytes, timestamp, revocation },
      after: stamp.time,
    });
  });
}

/** @throws SaoyError `copy-unsuitable` where the copy carries no document time stamp */
export function readArchiveState(copy: Uint8Array): ArchiveState {
  const { stamp, stamps } = readLastStamp(copy);
  const endsAt = Math.min(stamp.signer.notAfter, algorithmEndOf(stamp.signer.publicKey));
  return { stampedAt: stamp.time, endsAt, stamps };
}

function readLastStamp(copy: Uint8Array): { stamp: Timestamp; stamps: number; tokenBytes: number } {
  const revision = open(copy);
  let stamps = 0;
  while (findField(revision, `archive-${stamps + 1}`)) stamps += 1;
  if (stamps === 0) throw new SaoyError('copy-unsuitable', { reason: 'no archive time stamp' });
  const range = readByteRange(revision, `archive-${stamps}`);
  const hash = sha256(...coveredParts(copy, range));
  try {
    const token = readPiece(readContents(copy, range)).raw;
    return { stamp: checkTimestamp(token, hash), stamps, tokenBytes: token.length };
  } catch (cause) {
    throw new SaoyError('copy-unsuitable', { reason: 'time stamp does not hold' }, { cause });
  }
}

function open(copy: Uint8Array): Revision {
  try {
    return new Revision(copy);
  } catch (cause) {
    throw new SaoyError('copy-unsuitable', { reason: 'it cannot be read' }, { cause });
  }
}
