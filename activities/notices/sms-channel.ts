import type { ActivityDeps } from '../deps';
import { ChannelFailure, type Channel } from './channel';
import { wordsOf } from './words-of';

/** Text messages by whatever provider the installation has. */
export function createSmsChannel(
  deps: Pick<ActivityDeps, 'db' | 'rules' | 'publicUrl' | 'now' | 'secretsKeyFile' | 'sms'>,
): Channel {
  return {
    async send(facts, options) {
      const { notice, phone } = facts;
      const to = notice.recipientKind === 'address' ? notice.recipient : phone;
      if (to === null) return;
      if (!deps.sms) throw new ChannelFailure('server', 'no gateway is set (SMS_GATEWAY_URL)');
      const { short } = await wordsOf(deps, facts);
      await deps.sms.send({ id: notice.id, to, text: short }, options);
    },
  };
}
