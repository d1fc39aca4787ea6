import { spendProof } from '../../db/codes/spent-proofs';
import { SaoyError } from '../../domain/problem';
import { checkProof, makeChallenge, type ProofChallenge } from '../../identity/proof-of-work/proof';
import { keyedHash, keyFor } from '../../identity/secrets/key-for';
import { identityRulesAt } from '../../policies/identity-rules';
import type { ApiDeps } from '../http/deps';

/** How long somebody may take from the challenge to the answer. */
const challengeMs = 10 * 60_000;

/** Has browsers work before they are heard: it costs a person nothing, and who asks a million times a million. */
export class ProofOfWork {
  constructor(private readonly deps: ApiDeps) {}

  async challenge(): Promise<ProofChallenge> {
    const now = this.deps.now();
    const { proofOfWork } = identityRulesAt(this.deps.rules, now);
    return makeChallenge(await this.key(), proofOfWork, now + challengeMs);
  }

  /** Takes a proof, once. @throws SaoyError `proof-needed` where there is none that holds */
  async require(proof: string | undefined): Promise<void> {
    const key = await this.key();
    const held = proof === undefined ? undefined : await checkProof(key, proof, this.deps.now());
    const isTaken =
      held !== undefined &&
      (await spendProof(this.deps.db, keyedHash(key, 'spent', held.id), new Date(held.until)));
    if (!isTaken) throw new SaoyError('proof-needed');
  }

  private key(): Promise<Buffer> {
    return keyFor(this.deps.settings.secretsKeyFile, 'proof-of-work');
  }
}
