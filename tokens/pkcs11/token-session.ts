import { timingSafeEqual } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { SaoyError } from '../../domain/problem';
import { findObjects } from './find-objects';
import type { PinMemory } from './pin-memory';
import type { PinTries } from './pin-tries';
import { SharedLock } from './shared-lock';
import {
  ignoreFailure,
  nameOf,
  returnValueOf,
  type TokenModule,
  type TokenSlot,
} from './token-module';

const pinRefusals = [
  pkcs11js.CKR_PIN_INCORRECT,
  pkcs11js.CKR_PIN_INVALID,
  pkcs11js.CKR_PIN_LEN_RANGE,
];
/** Return values of C_Login under which the token never saw the PIN. */
const pinUnseen = [
  pkcs11js.CKR_DEVICE_REMOVED,
  pkcs11js.CKR_TOKEN_NOT_PRESENT,
  pkcs11js.CKR_SESSION_CLOSED,
  pkcs11js.CKR_SESSION_HANDLE_INVALID,
  pkcs11js.CKR_CRYPTOKI_NOT_INITIALIZED,
];

interface PrivateKey {
  handle: pkcs11js.Handle;
  /** The token wants the PIN anew for each signature (CKA_ALWAYS_AUTHENTICATE). */
  alwaysAuthenticate: boolean;
}

/**
 * One token while it is in its slot: who is logged in, and a pool of sessions, each used by one
 * signature at a time. PKCS#11 logs a whole process in, not a session, so a second C_Login says
 * "already logged in" whatever its PIN. Here a caller gets through on a standing login only if its
 * PIN is the one that opened it; any other PIN logs out first and is judged by the token.
 */
export class TokenSession {
  private readonly loginLock = new SharedLock();
  private loggedInAs: Buffer | undefined;
  private readonly keys = new Map<string, PrivateKey>();
  private readonly opened = new Set<pkcs11js.Handle>();
  private readonly idle: pkcs11js.Handle[] = [];
  private readonly waiting: ((session: pkcs11js.Handle) => void)[] = [];
  /** Callers that are being served or wait to be. */
  private active = 0;
  private logoutTimer: NodeJS.Timeout | undefined;
  /** Handles of another generation are other people's. */
  private readonly generation: number;

  constructor(
    private readonly module: TokenModule,
    private readonly slot: TokenSlot,
    private readonly tries: PinTries,
    private readonly memory: PinMemory,
    private readonly limits: { sessions: number; idleLogoutMs: number },
  ) {
    this.generation = module.generation;
  }

  /**
   * Signs with the key of a CKA_ID. Where several have it, the one whose signature `fits` is taken.
   * @param request.typedAt when the PIN was typed, milliseconds since 1970
   * @param request.input what the mechanism takes
   * @param request.fits whether a signature is one of the key that is meant; `name` is that key's own
   * @throws SaoyError `pin-wrong`, `token-locked`, `token-key-missing`, `token-key-mismatch`; Pkcs11Error for
   *   the rest
   */
  sign(request: {
    keyId: string;
    pin: Uint8Array;
    typedAt: number;
    type: number;
    input: Buffer;
    fits?: { name: string; test: (signature: Buffer) => boolean } | undefined;
  }): Promise<Buffer> {
    return this.whileLoggedIn(request, () =>
      this.withSession((session) => this.signWithOneOf(session, request)),
    );
  }

  private async signWithOneOf(
    session: pkcs11js.Handle,
    request: Parameters<TokenSession['sign']>[0],
  ): Promise<Buffer> {
    const { fits, keyId } = request;
    const name = `${keyId} ${fits?.name ?? ''}`;
    const known = this.keys.get(name);
    const keys = known ? [known] : this.findKeys(session, keyId);
    for (const [index, key] of keys.entries()) {
      const isLast = index === keys.length - 1;
      const signature = await this.signWith(session, key, request).catch((error: unknown) => {
        // Of another kind than the one that is meant.
        if (isLast || returnValueOf(error) === undefined) throw error;
        return undefined;
      });
      if (signature === undefined || (fits && !fits.test(signature))) continue;
      this.keys.set(name, key);
      return signature;
    }
    throw new SaoyError('token-key-mismatch', { token: this.slot.label });
  }

  private async signWith(
    session: pkcs11js.Handle,
    key: PrivateKey,
    { type, input, pin }: { type: number; input: Buffer; pin: Uint8Array },
  ): Promise<Buffer> {
    const { library } = this.module;
    library.C_SignInit(session, { mechanism: type }, key.handle);
    if (key.alwaysAuthenticate) this.login(session, pkcs11js.CKU_CONTEXT_SPECIFIC, pin);
    return library.C_SignAsync(session, input, Buffer.alloc(1024));
  }

  /** Runs work with a session of its own; no login is needed for public objects. */
  async withSession<T>(work: (session: pkcs11js.Handle) => Promise<T> | T): Promise<T> {
    const session = await this.takeSession();
    try {
      const result = await work(session);
      this.giveBack(session);
      return result;
    } catch (error) {
      // It may be in the middle of an operation: the next one gets a fresh session.
      ignoreFailure(() => this.module.library.C_CloseSession(session));
      this.opened.delete(session);
      // With its last session a process is logged out (PKCS#11 5.6.3).
      if (this.opened.size === 0) this.forgetLogin();
      this.openForNext();
      throw error;
    }
  }

  /** Logs out now; the sessions stay. */
  end(): Promise<void> {
    return this.loginLock.exclusive(() => this.logout());
  }

  private async whileLoggedIn<T>(
    { pin, typedAt }: { pin: Uint8Array; typedAt: number },
    work: () => Promise<T>,
  ): Promise<T> {
    // Some devices take an empty PIN for "ask on my own keypad"; others would count it.
    if (pin.length === 0) throw this.wrongPin();
    const digest = this.memory.digest(pin);
    clearTimeout(this.logoutTimer);
    this.active++;
    try {
      for (;;) {
        const outcome = await this.loginLock.shared(async () =>
          this.isLoggedInAs(digest) ? { result: await work() } : undefined,
        );
        if (outcome) return outcome.result;
        await this.loginLock.exclusive(() => this.logInAs(digest, pin, typedAt));
      }
    } finally {
      this.active--;
      if (this.active === 0) {
        this.logoutTimer = setTimeout(() => {
          // A token that is gone is logged out.
          this.end().catch(() => undefined);
        }, this.limits.idleLogoutMs);
        this.logoutTimer.unref();
      }
    }
  }

  private async logInAs(digest: Buffer, pin: Uint8Array, typedAt: number): Promise<void> {
    if (this.isLoggedInAs(digest)) return;
    if (this.memory.isKnownWrong(digest, typedAt)) throw this.wrongPin();
    this.logout();
    try {
      await this.withSession((session) => this.login(session, pkcs11js.CKU_USER, pin));
    } catch (error) {
      if (error instanceof SaoyError && error.code === 'pin-wrong')
        this.memory.rememberWrong(digest, typedAt);
      throw error;
    }
    this.memory.forgetWrong();
    this.loggedInAs = digest;
  }

  /** One C_Login with its try counted. A verdict on the PIN is final; nothing here tries again. */
  private login(session: pkcs11js.Handle, user: number, pin: Uint8Array): void {
    const attempt = this.tries.begin(this.describe());
    try {
      // The binding takes strings only; this one is garbage as soon as the call returns.
      this.loginOnce(session, user, Buffer.from(pin).toString('utf8'));
    } catch (error) {
      const value = returnValueOf(error);
      if (value === pkcs11js.CKR_PIN_LOCKED)
        throw new SaoyError('token-locked', { token: this.slot.label }, { cause: error });
      if (value !== undefined && pinRefusals.includes(value)) throw this.wrongPin(error);
      // Unclear whether the token judged the PIN: then it counts, and is not tried again by itself.
      if (value !== undefined && !pinUnseen.includes(value) && this.isThere())
        throw new SaoyError('token-failed', { reason: nameOf(error) }, { cause: error });
      attempt.undo();
      throw error;
    }
    this.tries.clear(this.slot);
  }

  private loginOnce(session: pkcs11js.Handle, user: number, pin: string): void {
    const { library } = this.module;
    try {
      library.C_Login(session, user, pin);
    } catch (error) {
      // Somebody else in this process logged in: that says nothing about our PIN.
      if (user !== pkcs11js.CKU_USER || !isStandingLogin(returnValueOf(error))) throw error;
      library.C_Logout(session);
      library.C_Login(session, user, pin);
    }
  }

  private wrongPin(cause?: unknown): SaoyError {
    const triesLeft = this.tries.left(this.describe());
    return new SaoyError('pin-wrong', { triesLeft }, cause ? { cause } : undefined);
  }

  /** The token's flags as they are now: they change with every wrong PIN. */
  private describe(): TokenSlot {
    return this.find() ?? this.slot;
  }

  private isThere(): boolean {
    return this.find() !== undefined;
  }

  private find(): TokenSlot | undefined {
    return this.module.listTokens().find((token) => token.handle.equals(this.slot.handle));
  }

  private isLoggedInAs(digest: Buffer): boolean {
    return this.loggedInAs !== undefined && timingSafeEqual(this.loggedInAs, digest);
  }

  private logout(): void {
    clearTimeout(this.logoutTimer);
    if (this.loggedInAs === undefined) return;
    this.forgetLogin();
    const [session] = this.opened; // any will do: the login is the process's
    if (session && this.generation === this.module.generation)
      ignoreFailure(() => this.module.library.C_Logout(session));
  }

  private forgetLogin(): void {
    this.loggedInAs = undefined;
    this.keys.clear(); // handles of private objects end with the login
  }

  /** A renewed pair may stand beside the old one under its id. */
  private findKeys(session: pkcs11js.Handle, keyId: string): PrivateKey[] {
    const { library } = this.module;
    const handles = findObjects(library, session, [
      { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY },
      { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
    ]);
    if (handles.length === 0) throw new SaoyError('token-key-missing', { token: this.slot.label });
    return handles.map((handle) => ({
      handle,
      alwaysAuthenticate: readAlwaysAuthenticate(library, session, handle),
    }));
  }

  private async takeSession(): Promise<pkcs11js.Handle> {
    const free = this.idle.pop();
    if (free) return free;
    if (this.opened.size < this.limits.sessions) return this.openSession();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private openSession(): pkcs11js.Handle {
    const session = this.module.library.C_OpenSession(
      this.slot.handle,
      pkcs11js.CKF_SERIAL_SESSION,
    );
    this.opened.add(session);
    return session;
  }

  private giveBack(session: pkcs11js.Handle): void {
    const next = this.waiting.shift();
    if (next) next(session);
    else this.idle.push(session);
  }

  /** A session was lost while others wait for one. */
  private openForNext(): void {
    if (this.waiting.length === 0) return;
    try {
      this.giveBack(this.openSession());
    } catch {
      // The token is gone: whoever waits must not wait for ever.
      this.waiting.splice(0).forEach((next) => next(Buffer.alloc(8)));
    }
  }
}

function isStandingLogin(value: number | undefined): boolean {
  return (
    value === pkcs11js.CKR_USER_ALREADY_LOGGED_IN ||
    value === pkcs11js.CKR_USER_ANOTHER_ALREADY_LOGGED_IN
  );
}

function readAlwaysAuthenticate(
  library: pkcs11js.PKCS11,
  session: pkcs11js.Handle,
  key: pkcs11js.Handle,
): boolean {
  try {
    const [attribute] = library.C_GetAttributeValue(session, key, [
      { type: pkcs11js.CKA_ALWAYS_AUTHENTICATE },
    ]);
    return Buffer.isBuffer(attribute?.value) && attribute.value[0] === 1;
  } catch {
    return false; // tokens without the attribute do not ask anew
  }
}
