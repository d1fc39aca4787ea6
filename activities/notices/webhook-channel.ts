import { createHmac } from 'node:crypto';
import { onlyHostOf, type FetchPolicy } from '../../documents/evidence/fetch-bounded';
import { ChannelFailure, type Channel } from './channel';
import { postOnce } from './post-once';

/** An address of another system that hears of outcomes. */
export interface Webhook {
  name: string;
  url: string;
  secret: string;
  /** It may stand at a private address, and without TLS there. */
  isPrivate: boolean;
}

const webhookTimeoutMs = 10_000;

/**
 * A signed POST to an address of the settings. It holds ids and no person's data; its receiver tells a repeat by
 * `id`, so that one that was perhaps taken is given again.
 */
export function createWebhookChannel(
  { webhooks, now }: { webhooks: readonly Webhook[]; now: () => Date },
  timeoutMs = webhookTimeoutMs,
): Channel {
  return {
    async send({ notice, office, dossier }, { signal } = {}) {
      const webhook = webhooks.find(({ name }) => name === notice.recipient);
      if (!webhook) throw new ChannelFailure('recipient', 'no such webhook is set (WEBHOOKS)');
      const { id, template, createdAt, subjectKind, subjectId } = notice;
      const body = JSON.stringify({
        ...{ id, event: template, at: createdAt.toISOString(), office: office.code },
        // Which rule, how many are new, and its threshold.
        ...(subjectKind === 'alert' && { alert: notice.data }),
        subject: { kind: subjectKind, id: subjectId, ...(dossier && { code: dossier.code }) },
      });
      const headers = {
        'content-type': 'application/json',
        'x-saoy-signature': signatureOf(webhook.secret, now(), body),
      };
      const { url } = webhook;
      const post = { url, headers, body, timeoutMs, policy: policyOf(webhook) };
      const outcome = await postOnce(post, signal ? { signal } : {});
      if (outcome.status === null) throw new ChannelFailure('recipient-busy', outcome.words);
      const { status } = outcome;
      if (status < 200 || status >= 300)
        throw new ChannelFailure(faultOf(status), `HTTP ${status}`);
    },
  };
}

/** `t=SECONDS,v1=HEX`: HMAC-SHA256 over `SECONDS.BODY`. */
export function signatureOf(secret: string, at: Date, body: string): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

/** What may pass by itself, and what the receiver has to mend; a redirect is of the second kind. */
function faultOf(status: number): 'recipient' | 'recipient-busy' {
  return status >= 500 || [408, 425, 429].includes(status) ? 'recipient-busy' : 'recipient';
}

function policyOf({ url, isPrivate }: Webhook): FetchPolicy {
  return isPrivate ? onlyHostOf(url) : { hosts: [new URL(url).host], privateHosts: [] };
}
