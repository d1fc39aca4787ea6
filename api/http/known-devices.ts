import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import type { Person } from '../../db/people/entity';
import type { Settings } from '../../settings/settings';
import type { AppContext } from './env';
import { cookieName, cookieOptions } from './cookies';

type Account = Pick<Person, 'id' | 'passwordHash'>;

/** Browsers keep no cookie for longer. */
const knownMs = 400 * 24 * 3_600_000;
/** Accounts that one browser is known to: a counter's computer has several people. */
const accountsMax = 8;

/**
 * Browsers that an account signed in from before (OWASP, "Slow Down Online Guessing Attacks with
 * Device Cookies"). The cookie holds a proof for each account, `time.id.mac`, and names nobody. Its
 * key is the hash of the account's password: nothing more is kept, and a new password makes every
 * browser unknown.
 */
export class KnownDevices {
  private readonly cookie: string;

  constructor(
    private readonly settings: Pick<Settings, 'publicUrl'>,
    private readonly now: () => number,
  ) {
    this.cookie = cookieName(settings, 'saoy_devices');
  }

  /** The id by which this browser is known to the account; undefined where it is not. */
  find(c: AppContext, account: Account): string | undefined {
    return this.read(c)
      .map((proof) => this.check(proof, account))
      .find((id) => id !== undefined);
  }

  /** Makes this browser known to the account, in place of what it was known by before. */
  remember(c: AppContext, account: Account): void {
    const others = this.read(c).filter((proof) => this.check(proof, account) === undefined);
    const made = `${Math.floor(this.now() / 1000)}.${randomBytes(12).toString('base64url')}`;
    const proofs = [`${made}.${macOf(made, account)}`, ...others].slice(0, accountsMax);
    setCookie(c, this.cookie, proofs.join('~'), {
      ...cookieOptions(this.settings),
      maxAge: knownMs / 1000,
    });
  }

  private read(c: AppContext): string[] {
    return (getCookie(c, this.cookie) ?? '').split('~').slice(0, accountsMax);
  }

  private check(proof: string, account: Account): string | undefined {
    const [, made, seconds, id, mac] = /^((\d{1,12})\.([\w-]{16}))\.([\w-]{43})$/.exec(proof) ?? [];
    if (made === undefined || mac === undefined) return undefined;
    if (Number(seconds) * 1000 + knownMs <= this.now()) return undefined;
    const isOurs = timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(made, account)));
    return isOurs ? id : undefined;
  }
}

function macOf(made: string, { id, passwordHash }: Account): string {
  return createHmac('sha256', passwordHash).update(`saoy device ${id} ${made}`).digest('base64url');
}
