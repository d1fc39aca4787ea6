import type { SecondFactor } from '../../db/second-factors/entity';
import {
  findSecondFactor,
  takeRecoveryCode,
  takeStep,
} from '../../db/second-factors/second-factors';
import { SaoyError } from '../../domain/problem';
import { decryptSecret, encryptSecret } from '../../identity/second-factor/encrypt-secret';
import { readSecretsKey } from '../../identity/second-factor/read-secrets-key';
import { hashOfRecoveryCode, isRecoveryCode } from '../../identity/second-factor/recovery-codes';
import { stepOfCode } from '../../identity/second-factor/totp';
import { identityRulesAt } from '../../policies/identity-rules';
import type { ApiDeps } from '../http/deps';
import { type Trier, TryLimit } from '../http/try-limit';

/** Takes codes of second factors, each once and within the limits of tries. */
export class SecondFactorCheck {
  private readonly limit: TryLimit;
  private key: Promise<Buffer> | undefined;

  constructor(private readonly deps: ApiDeps) {
    this.limit = new TryLimit(deps, 'second-factor-throttled');
  }

  /** Whether a sign-in asks for a code. */
  async isOn(personId: string): Promise<boolean> {
    const { rules, now } = this.deps;
    if (identityRulesAt(rules, now()).secondFactor === 'off') return false;
    const factor = await findSecondFactor(this.deps.db.manager, personId);
    return factor !== null && factor.confirmedAt !== null;
  }

  /**
   * Takes a code of the program, or a recovery code.
   * @throws SaoyError `second-factor-wrong` also for a code that was taken before, `second-factor-throttled`
   */
  take(trier: Trier, personId: string, code: string): Promise<'totp' | 'recovery'> {
    return this.limit.run(trier, () => this.compare(personId, code), isWrong);
  }

  /** Takes the first code of a program that was begun with. */
  takeFirst(trier: Trier, factor: SecondFactor, code: string): Promise<void> {
    return this.limit.run(trier, () => this.compareStep(factor, code), isWrong);
  }

  async encrypt(secret: string, personId: string): Promise<Buffer> {
    return encryptSecret(await this.getKey(), secret, personId);
  }

  private async compare(personId: string, code: string): Promise<'totp' | 'recovery'> {
    const { manager } = this.deps.db;
    if (isRecoveryCode(code)) {
      const at = new Date(this.deps.now());
      const isTaken = await takeRecoveryCode(manager, personId, hashOfRecoveryCode(code), at);
      if (!isTaken) throw new SaoyError('second-factor-wrong');
      return 'recovery';
    }
    const factor = await findSecondFactor(manager, personId);
    if (!factor?.confirmedAt) throw new SaoyError('second-factor-wrong');
    await this.compareStep(factor, code);
    return 'totp';
  }

  private async compareStep({ personId, secret }: SecondFactor, code: string): Promise<void> {
    const plain = decryptSecret(await this.getKey(), secret, personId);
    const step = stepOfCode(plain, code.replace(/\s/g, ''), this.deps.now());
    const isTaken = step !== undefined && (await takeStep(this.deps.db.manager, personId, step));
    if (!isTaken) throw new SaoyError('second-factor-wrong');
  }

  /** At the first use: who has no second factors needs no key. */
  private getKey(): Promise<Buffer> {
    this.key ??= readSecretsKey(this.deps.settings.secretsKeyFile);
    return this.key;
  }
}

function isWrong(error: unknown): boolean {
  return error instanceof SaoyError && error.code === 'second-factor-wrong';
}
