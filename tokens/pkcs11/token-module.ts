import { existsSync } from 'node:fs';
import pkcs11js from 'pkcs11js';
import { SaoyError } from '../../domain/problem';
import { SharedLock } from './shared-lock';

/** What a token says of itself (CK_TOKEN_INFO). */
export interface TokenDescription {
  label: string;
  serial: string;
  manufacturer: string;
  model: string;
  pin: {
    /** At least one wrong PIN since the last right one. */
    countLow: boolean;
    /** The next wrong PIN locks the token. */
    finalTry: boolean;
    locked: boolean;
  };
  /** Sessions that the token bears at once; undefined where it does not say. */
  maxSessions: number | undefined;
}

/** A token in its slot. The handle is good until the module is initialised again. */
export interface TokenSlot extends TokenDescription {
  handle: pkcs11js.Handle;
}

/**
 * Loads a PKCS#11 library, once per process: SoftHSM or a vendor's.
 * @param options.modulePath the library's file
 * @param options.softhsmConf sets SOFTHSM2_CONF for SoftHSM, which reads it from its process
 * @throws SaoyError `token-module-unusable`
 */
export function openTokenModule(options: {
  modulePath: string;
  softhsmConf?: string | undefined;
}): TokenModule {
  // SoftHSM knows its folder by this variable alone; Node hands an assignment to the C library.
  // eslint-disable-next-line no-restricted-properties
  if (options.softhsmConf) process.env['SOFTHSM2_CONF'] = options.softhsmConf;
  if (!existsSync(options.modulePath))
    throw new SaoyError('token-module-unusable', { reason: 'no such file' });
  const library = new pkcs11js.PKCS11();
  try {
    library.load(options.modulePath);
  } catch (error) {
    throw new SaoyError('token-module-unusable', { reason: nameOf(error) }, { cause: error });
  }
  initialize(library);
  return new TokenModule(library);
}

/** The library with its slots; survives tokens that are pulled out by initialising again. */
export class TokenModule {
  /** Counts initialisations: handles of an earlier one are dead. */
  generation = 1;
  private readonly gate = new SharedLock();

  constructor(readonly library: pkcs11js.PKCS11) {}

  /** Runs work that uses handles: the module is not initialised again meanwhile. */
  use<T>(work: () => Promise<T>): Promise<T> {
    return this.gate.shared(work);
  }

  /**
   * Initialises again unless somebody did since `generation`: many libraries, SoftHSM among them,
   * see tokens that came or went only then. Waits for what is under way on every token.
   * @throws SaoyError `token-module-unusable`; the next call tries again
   */
  reinitialize(generation: number): Promise<void> {
    return this.gate.exclusive(() => {
      if (generation !== this.generation) return;
      this.generation++;
      ignoreFailure(() => this.library.C_Finalize());
      initialize(this.library);
    });
  }

  /** The tokens that are there now. Call it inside `use`. */
  listTokens(): TokenSlot[] {
    return this.library.C_GetSlotList(true).flatMap((handle) => {
      const description = this.describe(handle);
      return description ? [{ handle, ...description }] : [];
    });
  }

  /** The one token with a label, or undefined. @throws SaoyError `token-ambiguous` when two have it */
  findToken(label: string): TokenSlot | undefined {
    const found = this.listTokens().filter((token) => token.label === label.normalize('NFC'));
    if (found.length > 1) throw new SaoyError('token-ambiguous', { token: label });
    return found[0];
  }

  async close(): Promise<void> {
    await this.gate.exclusive(() => {
      this.generation++;
      ignoreFailure(() => this.library.C_Finalize());
      this.library.close();
    });
  }

  /** Nothing of a slot whose token is being pulled out or was never initialised. */
  private describe(handle: pkcs11js.Handle): TokenDescription | undefined {
    let info: pkcs11js.TokenInfo;
    try {
      info = this.library.C_GetTokenInfo(handle);
    } catch {
      return undefined;
    }
    if (!(info.flags & pkcs11js.CKF_TOKEN_INITIALIZED)) return undefined;
    const has = (flag: number) => (info.flags & flag) !== 0;
    return {
      label: unpad(info.label),
      serial: unpad(info.serialNumber),
      manufacturer: unpad(info.manufacturerID),
      model: unpad(info.model),
      pin: {
        countLow: has(pkcs11js.CKF_USER_PIN_COUNT_LOW),
        finalTry: has(pkcs11js.CKF_USER_PIN_FINAL_TRY),
        locked: has(pkcs11js.CKF_USER_PIN_LOCKED),
      },
      // 0 is "no limit", all ones "not said".
      maxSessions:
        info.maxSessionCount > 0 && info.maxSessionCount < 0xffff_ffff
          ? info.maxSessionCount
          : undefined,
    };
  }
}

/** Name of what the library returned, such as `CKR_PIN_INCORRECT`; serves logs and parameters. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}

/** The return value of a failed call; undefined for errors that are none of the library's. */
export function returnValueOf(error: unknown): number | undefined {
  return error instanceof pkcs11js.Pkcs11Error ? error.code : undefined;
}

export function ignoreFailure(work: () => void): void {
  try {
    work();
  } catch {
    // The handle died with its token; there is nothing left to tidy.
  }
}

function initialize(library: pkcs11js.PKCS11): void {
  try {
    library.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
  } catch (error) {
    throw new SaoyError('token-module-unusable', { reason: nameOf(error) }, { cause: error });
  }
}

/** Fields are blank-padded by the standard; some libraries and bindings pad with zeros. */
function unpad(field: string): string {
  // eslint-disable-next-line no-control-regex
  return field.replace(/[\s\u0000]+$/, '').normalize('NFC');
}
