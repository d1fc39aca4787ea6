import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { SaoyError } from '../../domain/problem';
import type { TokenDescription } from './token-module';

/**
 * Counts wrong PINs per token in a file, because tokens only hint at what is left (PKCS#11 knows
 * "low" and "final try") and SoftHSM never locks. It never allows more than the token would: a try
 * is counted before the token is asked, so that a crash in between costs one and never gives one.
 */
export class PinTries {
  /** @param max wrong PINs in a row after which we stop asking; at most what the tokens bear */
  constructor(
    private readonly file: string,
    private readonly max: number,
  ) {}

  /** Tries left, at most what the token's own flags allow. */
  left(token: TokenDescription): number {
    const own = Math.max(0, this.max - (this.read()[token.serial] ?? 0));
    if (token.pin.locked) return 0;
    if (token.pin.finalTry) return Math.min(own, 1);
    return token.pin.countLow ? Math.min(own, this.max - 1) : own;
  }

  /** Counts a try that is about to be made. @throws SaoyError `token-locked` when none is left, `pin-count-unusable` */
  begin(token: TokenDescription): { undo(): void } {
    if (this.left(token) === 0) throw new SaoyError('token-locked', { token: token.label });
    const counts = this.read();
    const before = counts[token.serial] ?? 0;
    this.write({ ...counts, [token.serial]: before + 1 });
    return {
      // For tries on which the token gave no verdict (it was pulled out).
      undo: () => this.write({ ...this.read(), [token.serial]: before }),
    };
  }

  /** A right PIN: counting starts anew. */
  clear(token: TokenDescription): void {
    const { [token.serial]: count, ...others } = this.read();
    if (count !== undefined) this.write(others);
  }

  /**
   * Starts counting anew where the token's issuer has unlocked it; the token itself must say that no wrong PIN
   * has been put to it since.
   * @returns whether it says so
   */
  acknowledgeUnlocked(token: TokenDescription): boolean {
    const { countLow, finalTry, locked } = token.pin;
    if (countLow || finalTry || locked) return false;
    this.clear(token);
    return true;
  }

  private read(): Record<string, number> {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, number>;
    } catch (error) {
      // A damaged file must not hand out tries anew.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unusable(error);
      return {};
    }
  }

  private write(counts: Record<string, number>): void {
    try {
      this.replace(counts);
    } catch (error) {
      throw unusable(error);
    }
  }

  private replace(counts: Record<string, number>): void {
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    const aside = `${this.file}.${process.pid}`;
    const handle = openSync(aside, 'w', 0o600);
    try {
      writeSync(handle, JSON.stringify(counts));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(aside, this.file);
  }
}

/** No room, no right to read or write there, or a damaged file: the token is not asked without its count. */
function unusable(cause: unknown): SaoyError {
  const reason = (cause as NodeJS.ErrnoException).code ?? 'damaged';
  return new SaoyError('pin-count-unusable', { reason }, { cause });
}
