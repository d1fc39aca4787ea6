import { createHash, X509Certificate } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { SaoyError } from '../../domain/problem';
import { isSignedBy, type Mechanism } from './mechanisms';
import { findObjects } from './find-objects';
import { findPair, readPublicKeys } from './key-pairs';
import { PinMemory } from './pin-memory';
import { PinTries } from './pin-tries';
import { tokenInput } from './token-input';
import {
  nameOf,
  returnValueOf,
  type TokenDescription,
  type TokenModule,
  type TokenSlot,
} from './token-module';
import { TokenSession } from './token-session';

/** A certificate that a token carries. */
export interface TokenCertificate {
  /** CKA_ID in hex; its private key has the same. */
  keyId: string;
  label: string;
  der: Uint8Array;
  /** SHA-256 of the DER in hex. */
  fingerprint: string;
  /**
   * Whether the token holds its key, as far as the token shows that without a PIN; undefined: it does not. A
   * certificate and a key may have one id and be no pair.
   */
  isPaired: boolean | undefined;
}

export interface SignRequest {
  tokenLabel: string;
  /** The key by its CKA_ID (hex), or by the SHA-256 fingerprint (hex) of its certificate. */
  key: { keyId: string } | { fingerprint: string };
  /** UTF-8. It is not kept; the caller wipes it. */
  pin: Uint8Array;
  /**
   * When it was typed, milliseconds since 1970; one for all that were signed with it at once. Now, where left
   * out: it is put to the token, whatever the token said of it before.
   */
  pinTypedAt?: number;
  mechanism: Mechanism;
  /** The bytes to sign, or their digest where only that is known. */
  content: { data: Uint8Array } | { digest: Uint8Array };
}

/** What a person should know before the first signature of the day. */
export interface Preflight {
  tokenSeen: boolean;
  certificates: {
    keyId: string;
    fingerprint: string;
    subject: string;
    /** Milliseconds since 1970. */
    notBefore: number;
    notAfter: number;
  }[];
  pin: TokenDescription['pin'] & { triesLeft: number };
}

/** Return values that mean "the token or our handles of it are gone", whatever the library calls it. */
const lost = new Set([
  pkcs11js.CKR_GENERAL_ERROR,
  pkcs11js.CKR_DEVICE_ERROR,
  pkcs11js.CKR_DEVICE_REMOVED,
  pkcs11js.CKR_TOKEN_NOT_PRESENT,
  pkcs11js.CKR_TOKEN_NOT_RECOGNIZED,
  pkcs11js.CKR_SLOT_ID_INVALID,
  pkcs11js.CKR_SESSION_CLOSED,
  pkcs11js.CKR_SESSION_HANDLE_INVALID,
  pkcs11js.CKR_OBJECT_HANDLE_INVALID,
  pkcs11js.CKR_KEY_HANDLE_INVALID,
  pkcs11js.CKR_USER_NOT_LOGGED_IN,
  pkcs11js.CKR_CRYPTOKI_NOT_INITIALIZED,
]);

/** A token in use: good until the module is initialised again. */
interface OpenToken {
  label: string;
  generation: number;
  session: TokenSession;
  /** As last read. */
  certificates: TokenCertificate[];
}

/** The token is not among the slots; it may be after the library looked again. */
class NotSeen extends Error {}

/** Signs with the keys in tokens. One for each module: it owns the logins of its process. */
export class TokenSigner {
  private readonly opened = new Map<string, OpenToken>();
  /** By label; outlives the sessions, which end whenever the library is initialised again. */
  private readonly memories = new Map<string, PinMemory>();
  private readonly tries: PinTries;
  private readonly limits: { sessions: number; idleLogoutMs: number };

  /**
   * @param options.pinTriesFile where wrong PINs are counted
   * @param options.pinTriesMax wrong PINs in a row after which a token is not asked any more
   * @param options.sessionsPerToken signatures at once on one token
   * @param options.idleLogoutMs how long a login outlives its last signature
   */
  constructor(
    private readonly module: TokenModule,
    options: {
      pinTriesFile: string;
      pinTriesMax?: number;
      sessionsPerToken?: number;
      idleLogoutMs?: number;
    },
  ) {
    this.tries = new PinTries(options.pinTriesFile, options.pinTriesMax ?? 5);
    this.limits = {
      sessions: options.sessionsPerToken ?? 4,
      idleLogoutMs: options.idleLogoutMs ?? 500,
    };
  }

  /**
   * Signs inside the token.
   * @returns the raw signature: PKCS#1 v1.5 of the modulus' length, or r‖s of an ECDSA signature
   * @throws SaoyError `pin-wrong` {triesLeft} (never tried again), `token-locked`, `token-absent`,
   *   `token-ambiguous`, `token-key-missing`, `token-key-mismatch`, `token-failed`
   */
  async sign(request: SignRequest): Promise<Uint8Array> {
    const { type, input } = tokenInput(request.mechanism, request.content);
    await this.lookAgainFor(request);
    return this.onToken(request.tokenLabel, async (token) => {
      const certificate =
        'fingerprint' in request.key
          ? await this.getCertificate(token, request.key.fingerprint)
          : undefined;
      const keyId = 'keyId' in request.key ? request.key.keyId : certificate!.keyId;
      const { content, mechanism, pin, pinTypedAt = Date.now() } = request;
      // A key under the certificate's id that is not the certificate's, or a faulty signature. Of a digest
      // alone only whoever has the data can tell.
      const fits = certificate &&
        'data' in content && {
          name: certificate.fingerprint,
          test: (signature: Buffer) =>
            isSignedBy(certificate.der, mechanism, content.data, signature),
        };
      return token.session.sign({
        keyId,
        pin,
        typedAt: pinTypedAt,
        type,
        input,
        ...(fits && { fits }),
      });
    });
  }

  /** A PIN that was wrong and is typed anew: somebody may have set it, which some libraries see only anew. */
  private async lookAgainFor({ tokenLabel, pin, pinTypedAt = Date.now() }: SignRequest) {
    const memory = this.memories.get(tokenLabel);
    const digest = memory?.digest(pin);
    if (!memory || !digest || !memory.wasWrong(digest)) return;
    if (!memory.isKnownWrong(digest, pinTypedAt))
      await this.module.reinitialize(this.module.generation);
  }

  /** The certificates on a token; needs no PIN. @throws SaoyError `token-absent` and others of `sign` */
  readCertificates(tokenLabel: string): Promise<TokenCertificate[]> {
    return this.onToken(tokenLabel, (token) => this.readAll(token));
  }

  /** The tokens that are there now, after looking anew. */
  async listTokens(): Promise<TokenDescription[]> {
    await this.module.reinitialize(this.module.generation);
    return this.module.use(() => Promise.resolve(this.module.listTokens()));
  }

  /** Whether a token is there and what it says, without a PIN and without spending a try. */
  async preflight(tokenLabel: string): Promise<Preflight> {
    try {
      return await this.onToken(tokenLabel, async (token, slot) => ({
        tokenSeen: true,
        certificates: (await this.readAll(token)).map(summary),
        pin: { ...slot.pin, triesLeft: this.tries.left(slot) },
      }));
    } catch (error) {
      if (!(error instanceof SaoyError) || error.code !== 'token-absent') throw error;
      const pin = { countLow: false, finalTry: false, locked: false, triesLeft: 0 };
      return { tokenSeen: false, certificates: [], pin };
    }
  }

  /**
   * Lets PINs reach a token again that its issuer has unlocked, though our own count is used up.
   * @returns false where the token does not say itself that its PIN is neither low, final nor locked
   * @throws SaoyError `token-absent`
   */
  async acknowledgeUnlocked(tokenLabel: string): Promise<boolean> {
    // What the library said before may be old.
    await this.module.reinitialize(this.module.generation);
    return this.onToken(tokenLabel, (_token, slot) =>
      Promise.resolve(this.tries.acknowledgeUnlocked(slot)),
    );
  }

  /** Logs out everywhere. The module stays open. */
  async close(): Promise<void> {
    await Promise.all([...this.opened.values()].map(({ session }) => session.end()));
    this.opened.clear();
  }

  /**
   * Runs work on a token. If the token turns out to be gone, the library is initialised again and
   * the work done once more, on the token that may have been put back; then it is `token-absent`.
   */
  private async onToken<T>(
    label: string,
    work: (token: OpenToken, slot: TokenSlot) => Promise<T>,
  ): Promise<T> {
    for (let lastTry = false; ; lastTry = true) {
      let generation = 0;
      try {
        return await this.module.use(() => {
          generation = this.module.generation;
          const { token, slot } = this.openToken(label);
          return work(token, slot);
        });
      } catch (error) {
        if (error instanceof SaoyError) throw error;
        const value = returnValueOf(error);
        const isLost = error instanceof NotSeen || (value !== undefined && lost.has(value));
        if (value === undefined && !isLost) throw error;
        if (!isLost || lastTry) throw this.explain(label, error);
        await this.module.reinitialize(generation);
      }
    }
  }

  /** Some libraries say CKR_GENERAL_ERROR for everything: whether the token is there decides. */
  private explain(label: string, error: unknown): SaoyError {
    const isThere = !(error instanceof NotSeen) && this.module.findToken(label) !== undefined;
    return isThere
      ? new SaoyError('token-failed', { reason: nameOf(error) }, { cause: error })
      : new SaoyError('token-absent', { token: label }, { cause: error });
  }

  private openToken(label: string): { token: OpenToken; slot: TokenSlot } {
    const slot = this.module.findToken(label);
    if (!slot) throw new NotSeen();
    const { generation } = this.module;
    const known = this.opened.get(label);
    if (known?.generation === generation) return { token: known, slot };
    const sessions = Math.min(this.limits.sessions, slot.maxSessions ?? Infinity);
    const memory = this.memories.get(label) ?? new PinMemory();
    this.memories.set(label, memory);
    const limits = { ...this.limits, sessions };
    const session = new TokenSession(this.module, slot, this.tries, memory, limits);
    const token = { label, generation, session, certificates: [] };
    this.opened.set(label, token);
    return { token, slot };
  }

  /** The one of a fingerprint; the token is read anew only where it was not seen before. */
  private async getCertificate(token: OpenToken, fingerprint: string): Promise<TokenCertificate> {
    const find = (all: TokenCertificate[]) =>
      all.find((certificate) => certificate.fingerprint === fingerprint.toLowerCase());
    const found = find(token.certificates) ?? find(await this.readAll(token));
    if (!found) throw new SaoyError('token-key-missing', { token: token.label });
    return found;
  }

  private async readAll(token: OpenToken): Promise<TokenCertificate[]> {
    token.certificates = await token.session.withSession((s) => this.readCertificatesOf(s));
    return token.certificates;
  }

  private readCertificatesOf(session: pkcs11js.Handle): TokenCertificate[] {
    const { library } = this.module;
    const handles = findObjects(library, session, [
      { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
      { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    ]);
    const publicKeys = readPublicKeys(library, session);
    return handles.map((handle) => {
      const [id, label, value] = library.C_GetAttributeValue(session, handle, [
        { type: pkcs11js.CKA_ID },
        { type: pkcs11js.CKA_LABEL },
        { type: pkcs11js.CKA_VALUE },
      ]);
      const der = value!.value;
      const keyId = id!.value.toString('hex');
      return {
        keyId,
        isPaired: findPair(der, keyId, publicKeys),
        label: label!.value.toString('utf8'),
        der,
        fingerprint: createHash('sha256').update(der).digest('hex'),
      };
    });
  }
}

function summary(certificate: TokenCertificate): Preflight['certificates'][number] {
  const x509 = new X509Certificate(certificate.der);
  return {
    keyId: certificate.keyId,
    fingerprint: certificate.fingerprint,
    subject: x509.subject,
    notBefore: Date.parse(x509.validFrom),
    notAfter: Date.parse(x509.validTo),
  };
}
