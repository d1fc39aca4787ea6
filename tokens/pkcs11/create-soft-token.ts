import { createPublicKey, randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pkcs11js from 'pkcs11js';
import { Certificate } from 'pkijs';
import { SaoyError } from '../../domain/problem';
import { bits, der, oid, parse, sequence } from '../pki/asn1';
import type { CertificateSubject } from '../pki/build-certificate';
import type { DevelopmentPki } from '../pki/create-development-pki';
import { issueCertificate } from '../pki/issue-certificate';
import { ignoreFailure, type TokenModule } from './token-module';

export type SoftKeyType = 'rsa-3072' | 'ec-p256' | 'ec-p384';

/**
 * Writes the configuration of a SoftHSM with its tokens in a folder of its own, where there is none.
 * @returns path of the softhsm2.conf, for SOFTHSM2_CONF
 */
export async function writeSoftHsmConf(dir: string): Promise<string> {
  const conf = join(dir, 'softhsm2.conf');
  if (existsSync(conf)) return conf;
  await mkdir(join(dir, 'tokens'), { recursive: true, mode: 0o700 });
  const lines = [
    `directories.tokendir = ${join(dir, 'tokens')}`,
    'objectstore.backend = file',
    'log.level = ERROR',
    'slots.removable = true',
  ];
  await writeFile(conf, `${lines.join('\n')}\n`, { mode: 0o600 });
  return conf;
}

/**
 * Makes a SoftHSM token: a key pair made inside it, not extractable, certified by the development
 * CA, with the certificate beside it. A token half made by a crash is of no use: start with an empty
 * folder again.
 * @returns the PIN of the user and of the security officer; they are kept nowhere else
 */
export async function createSoftToken(
  module: TokenModule,
  pki: DevelopmentPki,
  request: {
    /** At most 32 bytes in UTF-8. */
    label: string;
    subject: CertificateSubject;
    profile: 'signer' | 'seal';
    keyType: SoftKeyType;
    /** Random digits unless given. */
    pin?: string;
    /** The token wants the PIN for each signature, as qualified devices do. */
    alwaysAuthenticate?: boolean;
    notBefore?: number;
    notAfter?: number;
  },
): Promise<{ pin: string; soPin: string; certificate: Uint8Array; serial: string }> {
  // A longer one would be cut, and never be found again.
  if (Buffer.byteLength(request.label) > 32) throw new RangeError('a label has at most 32 bytes');
  const pin = request.pin ?? digits(8);
  const soPin = digits(12);
  return module.use(async () => {
    const { library } = module;
    library.C_InitToken(findEmptySlot(library), soPin, request.label);
    const slot = module.findToken(request.label)!.handle;
    const session = library.C_OpenSession(
      slot,
      pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION,
    );
    try {
      library.C_Login(session, pkcs11js.CKU_SO, soPin);
      library.C_InitPIN(session, pin);
      library.C_Logout(session);
      library.C_Login(session, pkcs11js.CKU_USER, pin);
      const id = randomBytes(8);
      const publicKey = makeKeyPair(library, session, id, request);
      const { der: certificate, serial } = await issueCertificate(pki, { ...request, publicKey });
      writeCertificate(library, session, id, request.label, certificate);
      return { pin, soPin, certificate, serial };
    } finally {
      // What went wrong before must not hide behind this.
      ignoreFailure(() => library.C_Logout(session));
      ignoreFailure(() => library.C_CloseSession(session));
    }
  });
}

/** SoftHSM always keeps one empty slot for the next token to be made. */
function findEmptySlot(library: pkcs11js.PKCS11): pkcs11js.Handle {
  const isEmpty = (slot: pkcs11js.Handle) =>
    (library.C_GetTokenInfo(slot).flags & pkcs11js.CKF_TOKEN_INITIALIZED) === 0;
  const slot = library.C_GetSlotList(true).find(isEmpty);
  if (!slot) throw new SaoyError('token-module-unusable', { reason: 'no empty slot' });
  return slot;
}

/** @returns SubjectPublicKeyInfo of the new pair, DER */
function makeKeyPair(
  library: pkcs11js.PKCS11,
  session: pkcs11js.Handle,
  id: Buffer,
  request: { label: string; keyType: SoftKeyType; alwaysAuthenticate?: boolean },
): Buffer {
  const common = [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_ID, value: id },
    { type: pkcs11js.CKA_LABEL, value: request.label },
  ];
  const pair = library.C_GenerateKeyPair(
    session,
    { mechanism: keyTypes[request.keyType].mechanism },
    [
      ...common,
      { type: pkcs11js.CKA_VERIFY, value: true },
      ...keyTypes[request.keyType].parameters,
    ],
    [
      ...common,
      { type: pkcs11js.CKA_PRIVATE, value: true },
      { type: pkcs11js.CKA_SENSITIVE, value: true },
      { type: pkcs11js.CKA_EXTRACTABLE, value: false },
      { type: pkcs11js.CKA_SIGN, value: true },
      { type: pkcs11js.CKA_ALWAYS_AUTHENTICATE, value: request.alwaysAuthenticate ?? false },
    ],
  );
  return request.keyType === 'rsa-3072'
    ? readRsaKey(library, session, pair.publicKey)
    : readEcKey(library, session, pair.publicKey);
}

const curves = { p256: '1.2.840.10045.3.1.7', p384: '1.3.132.0.34' };
const keyTypes: Record<SoftKeyType, { mechanism: number; parameters: pkcs11js.Template }> = {
  'rsa-3072': {
    mechanism: pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN,
    parameters: [
      { type: pkcs11js.CKA_MODULUS_BITS, value: 3072 },
      { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
    ],
  },
  'ec-p256': ecKeyType(curves.p256),
  'ec-p384': ecKeyType(curves.p384),
};

function ecKeyType(curve: string) {
  return {
    mechanism: pkcs11js.CKM_EC_KEY_PAIR_GEN,
    parameters: [{ type: pkcs11js.CKA_EC_PARAMS, value: der(oid(curve)) }],
  };
}

function readRsaKey(library: pkcs11js.PKCS11, session: pkcs11js.Handle, key: pkcs11js.Handle) {
  const [modulus, exponent] = library.C_GetAttributeValue(session, key, [
    { type: pkcs11js.CKA_MODULUS },
    { type: pkcs11js.CKA_PUBLIC_EXPONENT },
  ]);
  const jwk = {
    kty: 'RSA',
    n: modulus!.value.toString('base64url'),
    e: exponent!.value.toString('base64url'),
  };
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' });
}

function readEcKey(library: pkcs11js.PKCS11, session: pkcs11js.Handle, key: pkcs11js.Handle) {
  const [parameters, point] = library.C_GetAttributeValue(session, key, [
    { type: pkcs11js.CKA_EC_PARAMS },
    { type: pkcs11js.CKA_EC_POINT },
  ]);
  // CKA_EC_POINT is an OCTET STRING around the point that goes into SubjectPublicKeyInfo.
  const inner = point!.value.subarray(2);
  return der(sequence(sequence(oid('1.2.840.10045.2.1'), parse(parameters!.value)), bits(inner)));
}

function writeCertificate(
  library: pkcs11js.PKCS11,
  session: pkcs11js.Handle,
  id: Buffer,
  label: string,
  certificate: Uint8Array,
): void {
  const { subject } = Certificate.fromBER(new Uint8Array(certificate).buffer);
  library.C_CreateObject(session, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: false },
    { type: pkcs11js.CKA_ID, value: id },
    { type: pkcs11js.CKA_LABEL, value: label },
    { type: pkcs11js.CKA_SUBJECT, value: der(subject.toSchema()) },
    { type: pkcs11js.CKA_VALUE, value: Buffer.from(certificate) },
  ]);
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}
