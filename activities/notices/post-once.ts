import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { guardConnection, type FetchPolicy } from '../../documents/evidence/fetch-bounded';
import type { SendOptions } from './channel';

interface Post {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** From the start until the answer's head. */
  timeoutMs: number;
  policy: FetchPolicy;
}

/** What a POST came to: its answer's status, or, without one, whether the other side had all of it. */
type PostOutcome = { status: number } | { status: null; words: string; isSent: boolean };

/** One POST over a connection of its own, within a policy: no redirect is followed, no body of an answer read. */
export async function postOnce(
  { url, headers, body, timeoutMs, policy }: Post,
  { beforeEnd, signal }: SendOptions = {},
): Promise<PostOutcome> {
  let isSent = false;
  let end = (): void => undefined;
  try {
    const address = new URL(url);
    const until = AbortSignal.timeout(timeoutMs);
    const request = (address.protocol === 'https:' ? requestHttps : requestHttp)(address, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal: signal ? AbortSignal.any([signal, until]) : until,
      ...guardConnection(address, policy),
    });
    end = () => request.destroy();
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.on('error', reject);
    });
    answered.catch(() => undefined);
    const connected = new Promise<void>((resolve) => {
      const event = address.protocol === 'https:' ? 'secureConnect' : 'connect';
      request.once('socket', (socket) => socket.once(event, resolve));
    });
    request.flushHeaders();
    await Promise.race([connected, answered]);
    await beforeEnd?.();
    isSent = true;
    request.end(body);
    const { statusCode } = await answered;
    return { status: statusCode ?? 0 };
  } catch (error) {
    const words = error instanceof Error ? error.message || error.name : String(error);
    return { status: null, words, isSent };
  } finally {
    end();
  }
}
