import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { SaoyError } from '../domain/problem';
import type { S3Address } from './s3-address';

/** How long a server may take. */
export interface S3Patience {
  /** Until it answers, and between any two parts of what it sends. */
  answerMs: number;
  /** Until it has taken and kept what we send: 30 MB over a slow line; of more so much longer. */
  uploadMs: number;
  tries: number;
  /** Before the second try; doubled for each further one, with some chance in it. */
  pauseMs: number;
}

export const usualPatience: S3Patience = {
  answerMs: 5_000,
  uploadMs: 60_000,
  tries: 3,
  pauseMs: 100,
};

export interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Below the prefix; '' for the bucket itself. */
  key: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: S3Body;
}

/** What is sent, from memory or from a file. */
export type S3Body = ({ bytes: Uint8Array } | { path: string; length: number }) & {
  sha256: string;
};

/** An answer whose content is read as it is asked for. */
export interface S3Content {
  length: number;
  parts: AsyncIterable<Uint8Array>;
}

/** An answer that was read to its end. */
export interface S3Answer {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
}

const sha256OfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** Codes by which servers say that nothing more fits. */
const fullCodes = new Set(['QuotaExceeded', 'InsufficientStorage', 'XMinioStorageFull']);
const passingStatuses = new Set([408, 429, 500, 502, 503, 504]);
/** The line's fault, not the request's. */
const passingCodes = new Set(['RequestTimeout', 'BadDigest', 'XAmzContentSHA256Mismatch']);

/**
 * Asks an S3 server, again where that may help. Signed by AWS Signature Version 4, which covers the hash of
 * what is sent: the server refuses what the line has damaged.
 * @param allocate makes the memory for the answer's bytes
 * @returns what was done, or 404 for a key that is not there
 * @throws SaoyError `storage-full`, `storage-unavailable` with the server's code as cause
 */
export async function askS3(
  address: S3Address,
  patience: S3Patience,
  request: S3Request,
  allocate: (length: number) => Uint8Array = (length) => Buffer.allocUnsafeSlow(length),
): Promise<S3Answer> {
  return tryAgain(patience, () =>
    tryOnce(address, patience, request, async (response, watch) => {
      const isContent = response.ok && request.method === 'GET';
      const allow = () => watch.allow(patience.answerMs);
      return readAnswer(response, isContent ? allocate : undefined, allow);
    }),
  );
}

/**
 * Asks for an object whose bytes come as they are read: the server is watched only while something is wanted of it.
 * What breaks off in the middle is not asked for again.
 * @returns undefined for a key that is not there
 * @throws SaoyError `storage-unavailable`, at once or while it is read
 */
export function openS3(
  address: S3Address,
  patience: S3Patience,
  key: string,
): Promise<S3Content | undefined> {
  return tryAgain(patience, () =>
    tryOnce(address, patience, { method: 'GET', key }, async (response, watch) => {
      if (response.ok && response.body) {
        const length = Number(response.headers.get('content-length'));
        return { length, parts: readParts(response.body, patience, watch) };
      }
      const answer = await readAnswer(response, undefined, () => watch.allow(patience.answerMs));
      return answer instanceof Trouble ? answer : undefined;
    }),
  );
}

async function tryAgain<Answer>(
  { tries, pauseMs }: S3Patience,
  attempt: () => Promise<Answer | Trouble>,
): Promise<Answer> {
  for (let again = 1; ; again += 1) {
    const outcome = await attempt();
    if (!(outcome instanceof Trouble)) return outcome;
    if (!outcome.isPassing || again >= tries) throw outcome.problem;
    await sleep(pauseMs * 2 ** (again - 1) * (0.5 + Math.random()));
  }
}

/** Why a try came to nothing, and whether another may do better. */
class Trouble {
  constructor(
    readonly problem: SaoyError,
    readonly isPassing: boolean,
  ) {}
}

async function tryOnce<Answer>(
  address: S3Address,
  { answerMs, uploadMs }: S3Patience,
  request: S3Request,
  take: (response: Response, watch: Watch) => Promise<Answer | Trouble>,
): Promise<Answer | Trouble> {
  const share = Math.max(1, lengthOf(request.body) / usualUploadBytes);
  const watch = new Watch(request.body ? uploadMs * share : answerMs);
  try {
    const { url, ...signed } = await sign(address, request);
    // A redirect would carry the request to a host that nobody has set.
    const options = { redirect: 'manual', signal: watch.signal, ...signed } as const;
    const response = await fetch(url, options);
    watch.allow(answerMs);
    return await take(response, watch);
  } catch (error) {
    if (!watch.signal.aborted && !isOfTheLine(error)) throw error;
    return new Trouble(new SaoyError('storage-unavailable', {}, { cause: error }), true);
  } finally {
    watch.end();
  }
}

/** What goes up in `uploadMs` over a slow line. */
const usualUploadBytes = 30_000_000;

function lengthOf(body: S3Body | undefined): number {
  if (!body) return 0;
  return 'bytes' in body ? body.bytes.length : body.length;
}

async function readAnswer(
  response: Response,
  allocate: ((length: number) => Uint8Array) | undefined,
  progressed: () => void,
): Promise<S3Answer | Trouble> {
  const memory = allocate ?? ((length: number) => Buffer.alloc(length));
  const bytes = await readBody(response, memory, progressed);
  return judge({ status: response.status, headers: response.headers, bytes });
}

/** @throws SaoyError `storage-unavailable` */
async function* readParts(
  body: ReadableStream<Uint8Array>,
  { answerMs }: S3Patience,
  watch: Watch,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      watch.allow(answerMs);
      const { done, value } = await reader.read().finally(() => watch.end());
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (!watch.signal.aborted && !isOfTheLine(error)) throw error;
    throw new SaoyError('storage-unavailable', {}, { cause: error });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Ends what takes too long, and is told when there was progress. */
class Watch {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout;
  readonly signal = this.controller.signal;

  constructor(ms: number) {
    this.timer = this.start(ms);
  }

  allow(ms: number): void {
    clearTimeout(this.timer);
    this.timer = this.start(ms);
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private start(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.controller.abort(new TooSlow()), ms);
  }
}

class TooSlow extends Error {
  override message = 'the server does not answer in time';
}

class CutOff extends Error {
  override message = 'the answer ended before its end';
}

/** `fetch` says every failure of the line by a TypeError with the system's error as its cause. */
function isOfTheLine(error: unknown): boolean {
  const { name, cause } = error as Error;
  return error instanceof CutOff || (name === 'TypeError' && cause !== undefined);
}

async function sign(address: S3Address, { method, key, query, headers, body }: S3Request) {
  const { bucketUrl, prefix, ...account } = address;
  const url = new URL(key === '' ? bucketUrl : `${bucketUrl}/${prefix}${key}`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  const signer = new AwsV4Signer({
    ...{ method, url: url.href, service: 's3', ...account },
    headers: {
      ...headers,
      // Told for a stream too: S3 takes no other.
      ...(body && 'path' in body ? { 'content-length': String(body.length) } : {}),
      // The hash is of the bytes as they are.
      'accept-encoding': 'identity',
      'x-amz-content-sha256': body?.sha256 ?? sha256OfNothing,
    },
  });
  const signed = await signer.sign();
  return {
    ...signed,
    url: signed.url.href,
    ...(body ? bodyOf(body) : {}),
  };
}

/** A file is read anew at each try. */
function bodyOf(body: S3Body): Pick<RequestInit, 'body' | 'duplex'> {
  if ('bytes' in body) return { body: body.bytes as Uint8Array<ArrayBuffer> };
  const stream = Readable.toWeb(createReadStream(body.path)) as ReadableStream;
  return { body: stream, duplex: 'half' };
}

/** Into one piece of memory where the length is told, so that a copy is in memory once. */
async function readBody(
  response: Response,
  allocate: (length: number) => Uint8Array,
  progressed: () => void,
): Promise<Uint8Array> {
  const told = response.headers.get('content-length');
  if (response.body === null) return new Uint8Array(0);
  if (told === null) return new Uint8Array(await response.arrayBuffer());
  const bytes = allocate(Number(told));
  let at = 0;
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    progressed();
    if (at + part.length > bytes.length) throw new CutOff();
    bytes.set(part, at);
    at += part.length;
  }
  if (at < bytes.length) throw new CutOff();
  return bytes;
}

function judge(answer: S3Answer): S3Answer | Trouble {
  const { status } = answer;
  if (status < 300) return answer;
  const code = readCode(answer);
  if (status === 404 && code !== 'NoSuchBucket') return answer;
  const cause = new Error(`the server answered ${status} ${code}`.trimEnd());
  if (status === 507 || fullCodes.has(code)) {
    return new Trouble(new SaoyError('storage-full', {}, { cause }), false);
  }
  const isPassing = passingStatuses.has(status) || passingCodes.has(code);
  return new Trouble(new SaoyError('storage-unavailable', {}, { cause }), isPassing);
}

function readCode({ bytes }: S3Answer): string {
  return /<Code>([A-Za-z0-9.]+)<\/Code>/.exec(Buffer.from(bytes).toString())?.[1] ?? '';
}
