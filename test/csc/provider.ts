import { execFileSync } from 'node:child_process';
import { constants, createHash, privateEncrypt, randomUUID, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A credential that the provider keeps, with its private key. */
export interface ProviderCredential {
  id: string;
  userId: string;
  key: KeyObject;
  /** DER, the signer's first. */
  certificates: Uint8Array[];
  mode: 'implicit' | 'explicit' | 'oauth2code';
  /** Object identifiers of `key/algo`. */
  algorithms: string[];
  multisign: number;
  pin?: string;
  status?: 'enabled' | 'disabled';
  certificateStatus?: 'valid' | 'revoked';
}

interface Activation {
  credentialId: string;
  hashes: string[];
  hashAlgorithmOID: string;
}

type Reply = [status: number, body: unknown, headers?: Record<string, string>];

const digestInfos: Record<string, string> = {
  '2.16.840.1.101.3.4.2.1': '3031300d060960864801650304020105000420',
  '2.16.840.1.101.3.4.2.2': '3041300d060960864801650304020205000430',
};

/**
 * A server of the Cloud Signature Consortium API v2.0 that stands in for a provider: OAuth 2 with
 * client credentials and with codes (PKCE), credentials/list and info, credentials/authorize with
 * SADs bound to hashes and good once, signatures/signHash. It keeps a record of what it was asked.
 * @param hostName `localhost` makes it another site than 127.0.0.1, where our stacks stand
 */
export async function startProvider(credentials: ProviderCredential[], hostName = '127.0.0.1') {
  const client = { id: 'saoy', secret: randomUUID() };
  const tokens = new Set<string>();
  const activations = new Map<string, Activation>();
  const codes = new Map<string, Activation & { challenge: string; redirectUri: string }>();
  const asked: { method: string; body: Record<string, unknown> }[] = [];
  /** Who came to the page on which signers consent: from where, and whether with a cookie. */
  const visits: { referer: string | undefined; cookie: string | undefined }[] = [];
  /** What a test changes: how signatures are given, and what goes wrong. */
  const behaviour = {
    ecdsaAs: 'der' as 'der' | 'raw',
    pageSize: 1,
    /** What a code is exchanged for: activation data, or a token that stands for it. */
    codeGives: 'SAD' as 'SAD' | 'Bearer',
    /** Whether the page asks; else the visit itself is the consent. */
    asksOnPage: false,
    fail: undefined as Reply | undefined,
    tamper: (signature: Buffer) => signature,
  };

  const methods: Record<string, (body: Record<string, unknown>, bearer: string) => Reply> = {
    info: () => [
      200,
      {
        specs: '2.0.0.2',
        name: 'Nhà cung cấp mẫu',
        logo: 'https://provider.invalid/logo.png',
        region: 'VN',
        lang: 'vi',
        authType: ['oauth2client', 'oauth2code'],
        oauth2: url(),
        methods: [
          'credentials/list',
          'credentials/info',
          'credentials/authorize',
          'signatures/signHash',
        ],
      },
    ],
    'credentials/list': ({ userID, pageToken }) => {
      const own = credentials.filter(({ userId }) => userId === userID).map(({ id }) => id);
      const from = Number(pageToken ?? 0);
      const next = from + behaviour.pageSize;
      return [
        200,
        {
          credentialIDs: own.slice(from, next),
          ...(next < own.length ? { nextPageToken: String(next) } : {}),
        },
      ];
    },
    'credentials/info': ({ credentialID }) => {
      const credential = credentials.find(({ id }) => id === credentialID);
      if (!credential) return refuse('invalid_request', 'Invalid parameter credentialID');
      const pin = { type: 'Password', id: 'PIN', format: 'N', label: 'PIN' };
      return [
        200,
        {
          key: {
            status: credential.status ?? 'enabled',
            algo: credential.algorithms,
            len: credential.key.asymmetricKeyDetails?.modulusLength ?? 256,
          },
          cert: {
            status: credential.certificateStatus ?? 'valid',
            certificates: credential.certificates.map((der) => Buffer.from(der).toString('base64')),
          },
          auth: {
            mode: credential.mode,
            ...(credential.mode === 'explicit' ? { expression: 'PIN', objects: [pin] } : {}),
          },
          SCAL: '2',
          multisign: credential.multisign,
          lang: 'vi',
        },
      ];
    },
    'credentials/authorize': (body) => {
      const credential = credentials.find(({ id }) => id === body['credentialID']);
      const hashes = body['hashes'] as string[];
      if (!credential || credential.mode === 'oauth2code' || !hashes?.length)
        return refuse('invalid_request');
      if (body['numSignatures'] !== hashes.length || hashes.length > credential.multisign)
        return refuse('invalid_request', 'numSignatures is too high');
      const given = (body['authData'] as { id: string; value: string }[] | undefined) ?? [];
      if (
        credential.mode === 'explicit' &&
        given.find(({ id }) => id === 'PIN')?.value !== credential.pin
      )
        return refuse('invalid_pin', 'The PIN is invalid');
      const SAD = randomUUID();
      activations.set(SAD, {
        credentialId: credential.id,
        hashes,
        hashAlgorithmOID: String(body['hashAlgorithmOID']),
      });
      return [200, { SAD, expiresIn: 300 }];
    },
    'signatures/signHash': (body, bearer) => {
      const SAD = 'SAD' in body ? String(body['SAD']) : bearer;
      const activation = activations.get(SAD);
      const credential = credentials.find(({ id }) => id === body['credentialID']);
      const hashes = body['hashes'] as string[];
      const fits =
        activation?.credentialId === credential?.id &&
        activation?.hashAlgorithmOID === body['hashAlgorithmOID'] &&
        JSON.stringify(activation?.hashes) === JSON.stringify(hashes);
      if (!credential || !activation || !fits) return refuse('invalid_request', 'Invalid SAD');
      if (!credential.algorithms.includes(String(body['signAlgo'])))
        return refuse('invalid_request', 'Invalid parameter signAlgo');
      activations.delete(SAD); // good once
      const signatures = hashes.map((hash) =>
        behaviour
          .tamper(
            signHash(credential.key, Buffer.from(hash, 'base64'), activation.hashAlgorithmOID),
          )
          .toString('base64'),
      );
      return [200, { signatures }];
    },
  };

  /** Signs a digest as it is: what RSA padding and ECDSA do after hashing. */
  function signHash(key: KeyObject, hash: Buffer, hashOid: string): Buffer {
    if (key.asymmetricKeyType === 'rsa') {
      const info = Buffer.concat([Buffer.from(digestInfos[hashOid]!, 'hex'), hash]);
      return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info);
    }
    const der = signDigestWithEc(key, hash);
    return behaviour.ecdsaAs === 'der' ? der : toRaw(der);
  }

  function token(form: URLSearchParams): Reply {
    if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret)
      return [401, { error: 'invalid_client' }];
    const access_token = randomUUID();
    if (form.get('grant_type') === 'client_credentials') {
      tokens.add(access_token);
      return [200, { access_token, token_type: 'Bearer', expires_in: 3600 }];
    }
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (code?.challenge !== challenge || code.redirectUri !== form.get('redirect_uri'))
      return [400, { error: 'invalid_grant' }];
    activations.set(access_token, code);
    return [200, { access_token, token_type: behaviour.codeGives, expires_in: 300 }];
  }

  /** The page on which the signer consents, and where its two links lead. */
  function authorize(query: URLSearchParams): Reply {
    const get = (name: string) => query.get(name) ?? '';
    const credential = credentials.find(({ id }) => id === get('credentialID'));
    const fits =
      get('response_type') === 'code' &&
      get('scope') === 'credential' &&
      get('client_id') === client.id &&
      get('code_challenge_method') === 'S256';
    if (!fits || credential?.mode !== 'oauth2code') return [400, { error: 'invalid_request' }];
    if (behaviour.asksOnPage && !query.has('decision')) return consentPage(query);
    if (get('decision') === 'no') return sendBack(query, { error: 'access_denied' });
    const code = randomUUID();
    codes.set(code, {
      credentialId: get('credentialID'),
      hashes: get('hashes')
        .split(',')
        .map((hash) => Buffer.from(hash, 'base64url').toString('base64')),
      hashAlgorithmOID: get('hashAlgorithmOID'),
      challenge: get('code_challenge'),
      redirectUri: get('redirect_uri'),
    });
    return sendBack(query, { code });
  }

  async function route(request: IncomingMessage): Promise<Reply> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider.invalid');
    if (pathname === '/oauth2/authorize') {
      const { referer, cookie } = request.headers;
      visits.push({ referer, cookie });
      return authorize(searchParams);
    }
    // Browsers look for an icon.
    if (request.method !== 'POST') return [404, { error: 'not_found' }];
    const text = await readAll(request);
    if (pathname === '/oauth2/token') return token(new URLSearchParams(text));
    const method = pathname.replace('/csc/v2/', '');
    const body = JSON.parse(text) as Record<string, unknown>;
    asked.push({ method, body });
    const bearer = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (method !== 'info') {
      const isSigners = method === 'signatures/signHash' && activations.has(bearer);
      if (!tokens.has(bearer) && !isSigners) return [401, { error: 'invalid_token' }];
      if (behaviour.fail) return behaviour.fail;
    }
    return methods[method]?.(body, bearer) ?? [404, { error: 'not_found' }];
  }

  const server = createServer((request, response) => {
    void route(request).then(([status, body, headers]) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  function url() {
    return `http://${hostName}:${port}`;
  }
  return {
    account: { baseUrl: `${url()}/csc/v2`, clientId: client.id, clientSecret: client.secret },
    behaviour,
    asked,
    visits,
    /** Ends every service token, as a provider does that restarts. */
    endTokens: () => tokens.clear(),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function consentPage(query: URLSearchParams): Reply {
  const link = (decision: string, words: string) => {
    const address = new URLSearchParams([...query, ['decision', decision]]).toString();
    return `<a href="?${address.replaceAll('&', '&amp;')}">${words}</a>`;
  };
  const page = `<!doctype html><html lang="vi"><title>Nhà cung cấp mẫu</title>
    <p>Ký ${query.get('numSignatures')} tài liệu?</p> ${link('yes', 'Đồng ý ký')} ${link('no', 'Từ chối')}`;
  return [200, page, { 'content-type': 'text/html; charset=utf-8' }];
}

function sendBack(query: URLSearchParams, answer: Record<string, string>): Reply {
  const back = new URL(query.get('redirect_uri') ?? '');
  back.search = new URLSearchParams({ ...answer, state: query.get('state') ?? '' }).toString();
  return [302, {}, { location: back.href }];
}

/** ECDSA over a digest as it is, which Node's own crypto does not offer. */
function signDigestWithEc(key: KeyObject, hash: Buffer): Buffer {
  const dir = mkdtempSync(join(tmpdir(), 'saoy-csc-'));
  try {
    const file = join(dir, 'key.pem');
    writeFileSync(file, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    return execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', file], { input: hash });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** SEQUENCE of two INTEGERs, each shorter than 128 bytes, to r‖s of P-256. */
function toRaw(der: Buffer): Buffer {
  const rLength = der[3]!;
  const scalars = [der.subarray(4, 4 + rLength), der.subarray(6 + rLength)];
  return Buffer.concat(scalars.map((n) => Buffer.concat([Buffer.alloc(32), n]).subarray(-32)));
}

function refuse(error: string, description = error): Reply {
  return [400, { error, error_description: description }];
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
