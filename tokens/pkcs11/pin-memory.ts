import { createHmac, randomBytes } from 'node:crypto';

/** How long a PIN that was wrong is remembered: longer than any that was typed with it waits. */
const wrongMs = 20 * 60_000;

/**
 * What is remembered of the PINs of one token: keyed digests of wrong ones, each with when it was typed, so
 * that a batch with a wrong PIN costs one try and not one for each dossier. One that is typed anew is put to
 * the token anew: it may have been set meanwhile. No PIN stays in memory; the key dies with the process.
 */
export class PinMemory {
  private readonly key = randomBytes(32);
  private readonly wrong = new Map<string, { typedAt: number; at: number }>();

  digest(pin: Uint8Array): Buffer {
    return createHmac('sha256', this.key).update(pin).digest();
  }

  /** @param typedAt milliseconds since 1970, by the clock of whoever took it */
  rememberWrong(digest: Buffer, typedAt: number): void {
    this.wrong.set(digest.toString('hex'), { typedAt, at: Date.now() });
  }

  /** Whether the token has refused this PIN as it was typed then, or later. */
  isKnownWrong(digest: Buffer, typedAt: number): boolean {
    const known = this.wrong.get(digest.toString('hex'));
    return known !== undefined && Date.now() - known.at < wrongMs && typedAt <= known.typedAt;
  }

  /** Whether the token has refused it at any time; the library may not have heard that it was set since. */
  wasWrong(digest: Buffer): boolean {
    return this.wrong.has(digest.toString('hex'));
  }

  /** After a right PIN: the token's own count starts anew as well. */
  forgetWrong(): void {
    this.wrong.clear();
  }
}
