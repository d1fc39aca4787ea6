import { createHmac, randomBytes } from 'node:crypto';

/** How long a PIN that was wrong is answered from memory instead of asking the token again. */
const wrongMs = 10 * 60_000;

/**
 * What is remembered of the PINs of one token: keyed digests of wrong ones, so that a batch with a
 * wrong PIN costs one try and not one for each dossier. No PIN stays in memory; the key dies with
 * the process.
 */
export class PinMemory {
  private readonly key = randomBytes(32);
  private readonly wrong = new Map<string, number>();

  digest(pin: Uint8Array): Buffer {
    return createHmac('sha256', this.key).update(pin).digest();
  }

  rememberWrong(digest: Buffer): void {
    this.wrong.set(digest.toString('hex'), Date.now());
  }

  isKnownWrong(digest: Buffer): boolean {
    const at = this.wrong.get(digest.toString('hex'));
    return at !== undefined && Date.now() - at < wrongMs;
  }

  /** After a right PIN: the token's own count starts anew as well. */
  forgetWrong(): void {
    this.wrong.clear();
  }
}
