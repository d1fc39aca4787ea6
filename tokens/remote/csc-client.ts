import { createHash, X509Certificate } from 'node:crypto';
import { SaoyError } from '../../domain/problem';
import { digestOf, isSignedBy, type Mechanism } from '../pkcs11/mechanisms';
import { CscConnection, type CscAccount } from './csc-connection';
import { authorizeShape, credentialShape, listShape, signHashShape } from './csc-shapes';
import { toRawEcdsa } from './to-raw-ecdsa';

/** A key that a provider keeps for a signer: on a SIM, in an app, in its HSM. */
export interface RemoteCredential {
  credentialId: string;
  /** DER, the signer's first, then its issuers as the provider gives them. */
  certificates: Uint8Array[];
  /** `implicit`: the provider asks the signer itself; `explicit`: we pass on what the signer types;
   * `oauth2code`: the signer is sent to the provider's page. */
  authorization: 'implicit' | 'explicit' | 'oauth2code';
  /** Ids of what the signer must type when `explicit`, such as PIN and OTP. */
  asked: string[];
  /** Object identifiers of what the key can do. */
  algorithms: string[];
  /** Hashes that one authorization may cover. */
  perAuthorization: number;
  usable: boolean;
}

/** How the signer's consent is given: typed values, a code from the provider's page, or by itself. */
export type Consent =
  | { typed: { id: string; value: string }[] }
  | { code: string; redirectUri: string; codeVerifier: string }
  | { askedByProvider: true };

const hashOids = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};
const rsaEncryption = '1.2.840.113549.1.1.1';
const signatureOids: Record<Mechanism, string> = {
  'rsa-pkcs1-sha256': '1.2.840.113549.1.1.11',
  'rsa-pkcs1-sha384': '1.2.840.113549.1.1.12',
  'rsa-pkcs1-sha512': '1.2.840.113549.1.1.13',
  'ecdsa-sha256': '1.2.840.10045.4.3.2',
  'ecdsa-sha384': '1.2.840.10045.4.3.3',
  'ecdsa-sha512': '1.2.840.10045.4.3.4',
};
const pagesMax = 20;

/**
 * Signs with keys at a provider of remote signatures, by the Cloud Signature Consortium API v2
 * (v2.0.0.2): `credentials/list`, `credentials/info`, `credentials/authorize`, `signatures/signHash`,
 * OAuth 2 for the service and, where a credential wants it, for the signer. Nothing that carries a
 * PIN is ever sent twice.
 */
export class CscClient {
  private readonly connection: CscConnection;

  /** @throws SaoyError `remote-address-refused` */
  constructor(account: CscAccount) {
    this.connection = new CscConnection(account);
  }

  /** The credentials of a signer. @param userId the signer's name at the provider */
  async listCredentials(userId: string): Promise<RemoteCredential[]> {
    const ids: string[] = [];
    let pageToken: string | undefined;
    for (let page = 0; page < pagesMax; page++) {
      const body = { userID: userId, ...(pageToken ? { pageToken } : {}) };
      const answer = await this.connection.call('credentials/list', body, listShape);
      ids.push(...answer.credentialIDs);
      pageToken = answer.nextPageToken;
      if (!pageToken) break;
    }
    return Promise.all(ids.map((id) => this.getCredential(id)));
  }

  async getCredential(credentialId: string): Promise<RemoteCredential> {
    const info = await this.connection.call(
      'credentials/info',
      { credentialID: credentialId, certificates: 'chain', certInfo: true, authInfo: true },
      credentialShape,
    );
    const certificates = info.cert.certificates.map((text) => Buffer.from(text, 'base64'));
    return {
      credentialId,
      certificates,
      authorization: info.auth.mode,
      asked: info.auth.objects?.map(({ id }) => id) ?? [],
      algorithms: info.key.algo,
      perAuthorization: info.multisign,
      usable: info.key.status === 'enabled' && (info.cert.status ?? 'valid') === 'valid',
    };
  }

  /**
   * A credential, as long as it still has the certificate that was registered.
   * @param certificate DER
   * @throws SaoyError `remote-credential-unsuitable` where the provider keeps another by now
   */
  async getRegistered(credentialId: string, certificate: Uint8Array): Promise<RemoteCredential> {
    const credential = await this.getCredential(credentialId);
    const held = credential.certificates[0];
    if (!held || !Buffer.from(certificate).equals(held))
      throw new SaoyError('remote-credential-unsuitable');
    return credential;
  }

  /**
   * The provider's page where a signer consents to these very bytes (OAuth 2 with PKCE, RFC 7636).
   * @param codeVerifier kept by us until the code comes back; 43 to 128 characters
   */
  async consentPage(request: {
    credential: RemoteCredential;
    mechanism: Mechanism;
    data: Uint8Array[];
    redirectUri: string;
    state: string;
    codeVerifier: string;
  }): Promise<string> {
    const hashes = request.data.map((data) => hashFor(request.mechanism, data));
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: this.connection.clientId,
      redirect_uri: request.redirectUri,
      scope: 'credential',
      state: request.state,
      code_challenge: createHash('sha256').update(request.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
      credentialID: request.credential.credentialId,
      numSignatures: String(hashes.length),
      hashes: hashes.map((hash) => hash.toString('base64url')).join(','),
      hashAlgorithmOID: hashOids[digestOf(request.mechanism)],
    });
    return `${await this.connection.oauthAddress()}/oauth2/authorize?${query.toString()}`;
  }

  /**
   * Has the provider sign under one consent, bound to the hashes.
   * @param request.data the bytes of each signature, in order
   * @returns raw signatures in the same order, as a token gives them (ECDSA r‖s), each checked
   *   against the credential's certificate
   * @throws SaoyError `remote-credential-unsuitable`, `remote-pin-wrong`, `remote-refused`,
   *   `remote-provider-unavailable`, `remote-signature-invalid`
   */
  async sign(request: {
    credential: RemoteCredential;
    mechanism: Mechanism;
    data: Uint8Array[];
    consent: Consent;
  }): Promise<Uint8Array[]> {
    const { credential, mechanism, data } = request;
    const signAlgo = chooseAlgorithm(credential, mechanism);
    if (!credential.usable || data.length === 0 || data.length > credential.perAuthorization)
      throw new SaoyError('remote-credential-unsuitable');
    const hashes = data.map((bytes) => hashFor(mechanism, bytes).toString('base64'));
    const bound = {
      credentialID: credential.credentialId,
      hashes,
      hashAlgorithmOID: hashOids[digestOf(mechanism)],
    };
    const { SAD, signerToken } = await this.authorize(bound, request.consent);
    const { signatures } = await this.connection.callOnce(
      'signatures/signHash',
      { ...bound, ...(SAD === undefined ? {} : { SAD }), signAlgo, operationMode: 'S' },
      signHashShape,
      signerToken,
    );
    if (signatures.length !== data.length) throw new SaoyError('remote-signature-invalid');
    return signatures.map((text, i) => checked(credential, mechanism, data[i]!, text));
  }

  /**
   * @returns the signature activation data; or, as some providers give it for a code, a token of the
   *   signer's that stands for it (v2.0.0.2, signatures/signHash: SAD is left out then)
   */
  private async authorize(
    bound: { hashes: string[] },
    consent: Consent,
  ): Promise<{ SAD?: string; signerToken?: string }> {
    if ('code' in consent) {
      const granted = await this.connection.requestToken({
        grant_type: 'authorization_code',
        code: consent.code,
        redirect_uri: consent.redirectUri,
        code_verifier: consent.codeVerifier,
      });
      const isSad = granted.token_type.toLowerCase() === 'sad';
      return isSad ? { SAD: granted.access_token } : { signerToken: granted.access_token };
    }
    const { SAD } = await this.connection.callOnce(
      'credentials/authorize',
      {
        ...bound,
        numSignatures: bound.hashes.length,
        ...('typed' in consent ? { authData: consent.typed } : {}),
      },
      authorizeShape,
    );
    return { SAD };
  }
}

function hashFor(mechanism: Mechanism, data: Uint8Array): Buffer {
  return createHash(digestOf(mechanism)).update(data).digest();
}

/** The signature algorithm, or plain rsaEncryption where the key names only that. */
function chooseAlgorithm({ algorithms }: RemoteCredential, mechanism: Mechanism): string {
  const exact = signatureOids[mechanism];
  if (algorithms.includes(exact)) return exact;
  if (mechanism.startsWith('rsa-') && algorithms.includes(rsaEncryption)) return rsaEncryption;
  throw new SaoyError('remote-credential-unsuitable');
}

/** Providers give ECDSA as DER or as r‖s: the certificate decides whether it holds. */
function checked(
  credential: RemoteCredential,
  mechanism: Mechanism,
  data: Uint8Array,
  text: string,
): Uint8Array {
  const certificate = credential.certificates[0]!;
  const given = Buffer.from(text, 'base64');
  const { asymmetricKeyDetails } = new X509Certificate(certificate).publicKey;
  const raw = mechanism.startsWith('ecdsa-')
    ? toRawEcdsa(given, asymmetricKeyDetails?.namedCurve)
    : given;
  if (!raw || !isSignedBy(certificate, mechanism, data, raw))
    throw new SaoyError('remote-signature-invalid');
  return raw;
}
