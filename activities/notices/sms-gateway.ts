import { onlyHostOf } from '../../documents/evidence/fetch-bounded';
import { ChannelFailure, type SendOptions } from './channel';
import { postOnce } from './post-once';

interface Sms {
  /** Stays the same over retries. */
  id: string;
  to: string;
  text: string;
}

/** Any provider of text messages. */
export interface SmsProvider {
  /** @throws ChannelFailure */
  send(sms: Sms, options?: SendOptions): Promise<void>;
}

export interface SmsGateway {
  url: string;
  /** Sent as `Authorization: Bearer …`. */
  token: string | undefined;
}

const gatewayTimeoutMs = 20_000;

/** A gateway that takes a message as JSON over HTTP (docs/operations.md). */
export function createHttpGateway(
  { url, token }: SmsGateway,
  timeoutMs = gatewayTimeoutMs,
): SmsProvider {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return {
    async send(sms, options) {
      const post = { url, timeoutMs, policy: onlyHostOf(url), body: JSON.stringify(sms) };
      const outcome = await postOnce(
        { ...post, headers: { ...headers, 'idempotency-key': sms.id } },
        options,
      );
      if (outcome.status === null) {
        throw new ChannelFailure(outcome.isSent ? 'unknown' : 'server', outcome.words);
      }
      const { status } = outcome;
      if (status >= 200 && status < 300) return;
      // A number that it does not take; all else is between us and the gateway.
      const isNumber = status === 400 || status === 422;
      throw new ChannelFailure(isNumber ? 'recipient' : 'server', `HTTP ${status}`);
    },
  };
}
