import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as x509 from '@peculiar/x509';
import { der, integer } from './asn1';
import { answerOcsp } from './answer-ocsp';
import { answerTimeStamp } from './answer-time-stamp';
import type { IssuerName } from './build-certificate';
import { readAuthority } from './create-development-pki';
import { listRevoked, revocationReasons } from './issue-certificate';
import { readManners } from './manners';

interface Answer {
  type: string;
  body: Uint8Array;
}

/** What real servers answer when they are away, elsewhere or closed. */
interface Refusal {
  status: number;
  headers?: Record<string, string>;
}

const maxBodyBytes = 65_536;
const crlValidMs = 7 * 86_400_000;

/**
 * Serves a development PKI over HTTP: `POST /tsa` (RFC 3161), `/ocsp` (RFC 6960, POST and GET),
 * `GET /crl/{root,issuing}.crl`, `GET /ca/{root,issuing}.crt`. Every answer is made when asked for, in the
 * manners that the PKI was told (`setManners`).
 * @param options.port 0 takes a free one; the PKI's certificates name a fixed address, so a stack
 *   chooses its port once and keeps it
 * @param options.clock milliseconds since 1970; the machine's by default
 */
export async function startPkiServices(options: {
  dir: string;
  port: number;
  host?: string;
  clock?: () => number;
}): Promise<{ url: string; close(): Promise<void> }> {
  const host = options.host ?? '127.0.0.1';
  const clock = options.clock ?? Date.now;
  const server = createServer((request, response) => {
    void respond(options.dir, clock, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function respond(
  dir: string,
  clock: () => number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const answer = await route(dir, clock, request);
    if (!answer) return void response.writeHead(404).end();
    if ('status' in answer) return void response.writeHead(answer.status, answer.headers).end();
    response.writeHead(200, {
      'content-type': answer.type,
      'content-length': answer.body.length,
      'cache-control': 'no-store',
    });
    response.end(answer.body);
  } catch (error) {
    const status = error instanceof TooLarge ? 413 : error instanceof URIError ? 400 : 500;
    response.writeHead(status, { connection: 'close' }).end();
  }
}

async function route(
  dir: string,
  clock: () => number,
  request: IncomingMessage,
): Promise<Answer | Refusal | undefined> {
  const manners = await readManners(dir);
  const madeAt = clock() - (manners.madeMsAgo ?? 0);
  const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://pki.invalid');
  const ocsp = async (body: Uint8Array) => ({
    type: 'application/ocsp-response',
    body: await answerOcsp(dir, body, madeAt, manners),
  });
  if (path.startsWith('/ocsp') && manners.hasNoOcsp) return { status: 503 };
  if (request.method === 'POST' && path === '/tsa') {
    const wanted = manners.tsaCredentials;
    const given = Buffer.from(
      request.headers.authorization?.slice('Basic '.length) ?? '',
      'base64',
    );
    if (wanted !== undefined && given.toString() !== wanted) {
      return { status: 401, headers: { 'www-authenticate': 'Basic realm="tsa"' } };
    }
    const body = await readBody(request);
    const beside = (manners.tokenCertificates ?? []).map((text) => Buffer.from(text, 'base64'));
    return {
      type: 'application/timestamp-reply',
      body: await answerTimeStamp(dir, body, clock(), beside),
    };
  }
  if (request.method === 'POST' && path === '/ocsp') return ocsp(await readBody(request));
  if (request.method !== 'GET') return undefined;
  if (path.startsWith('/ocsp/'))
    return ocsp(Buffer.from(decodeURIComponent(path.slice('/ocsp/'.length)), 'base64'));
  const [, kind, issuer] = /^\/(crl|ca)\/(root|issuing)\.(?:crl|crt)$/.exec(path) ?? [];
  if (kind === 'ca') {
    const { certificate } = await readAuthority(dir, issuer as IssuerName);
    return { type: 'application/pkix-cert', body: certificate };
  }
  if (kind !== 'crl') return undefined;
  const turn = Number(searchParams.get('turn') ?? 0);
  if (turn < (manners.crlRedirects ?? 0)) {
    return { status: 301, headers: { location: `${path}?turn=${turn + 1}` } };
  }
  const crl = await makeCrl(dir, issuer as IssuerName, madeAt);
  const pem = () => Buffer.from(x509.PemConverter.encode(crl, 'X509 CRL'));
  return { type: 'application/pkix-crl', body: manners.crlAsPem ? pem() : crl };
}

/** The CRL of a CA as of now (RFC 5280 5); its CRL number is the second it is made in. */
async function makeCrl(dir: string, issuer: IssuerName, now: number): Promise<Uint8Array> {
  const { certificate, key } = await readAuthority(dir, issuer);
  const ca = new x509.X509Certificate(certificate);
  const second = Math.floor(now / 1000);
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    key.export({ type: 'pkcs8', format: 'der' }),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  );
  const crl = await x509.X509CrlGenerator.create({
    issuer: ca.subjectName,
    thisUpdate: new Date(second * 1000),
    nextUpdate: new Date(second * 1000 + crlValidMs),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    signingKey,
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(ca.publicKey),
      new x509.Extension('2.5.29.20', false, der(integer(second))),
    ],
    entries: (await listRevoked(dir, issuer)).map(({ serial, at, reason }) => ({
      serialNumber: serial,
      revocationDate: new Date(at),
      reason: revocationReasons[reason],
    })),
  });
  return new Uint8Array(crl.rawData);
}

class TooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBodyBytes) throw new TooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
