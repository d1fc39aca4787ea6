import { createChallenge, verifySolution, type Challenge, type Payload } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';

/** Work for a browser, signed by us: it is good until its instant, and once. */
export type ProofChallenge = Challenge;

/** @param until epoch milliseconds */
export function makeChallenge(
  key: Buffer,
  work: { iterations: number; keyPrefix: string },
  until: number,
): Promise<ProofChallenge> {
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: work.iterations,
    keyPrefix: work.keyPrefix,
    data: { until },
    deriveKey,
    hmacSignatureSecret: key.toString('hex'),
  });
}

/** A proof that holds: its name, under which it is spent, and until when it would be good. */
export interface HeldProof {
  id: string;
  until: number;
}

/** @param proof base64 of challenge and solution as JSON @returns undefined where it does not hold */
export async function checkProof(
  key: Buffer,
  proof: string,
  now: number,
): Promise<HeldProof | undefined> {
  const payload = readPayload(proof);
  if (!payload) return undefined;
  const { challenge, solution } = payload;
  const result = await verifySolution({
    ...{ challenge, solution, deriveKey },
    hmacSignatureSecret: key.toString('hex'),
  }).catch(() => undefined);
  if (!result?.verified) return undefined;
  const until = challenge.parameters.data?.['until'];
  if (typeof until !== 'number' || until <= now) return undefined;
  return { id: challenge.parameters.nonce, until };
}

function readPayload(proof: string): Payload | undefined {
  try {
    const read = JSON.parse(Buffer.from(proof, 'base64').toString('utf8')) as Partial<Payload>;
    return read.challenge?.parameters && read.solution ? (read as Payload) : undefined;
  } catch {
    return undefined;
  }
}
