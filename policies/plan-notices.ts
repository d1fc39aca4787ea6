import type { MessageName, NewNotice, Reach, WordedChannel } from '../domain/notices';
import type { Message, Policy } from './policy';

/** @throws Error where a policy kept from elsewhere has no such words; those of our files have all */
export function messageOf(policy: Policy, name: MessageName, language = 'vi'): Message {
  const named = policy.messages.filter((message) => message.name === name);
  const found = named.find((message) => message.language === language) ?? named[0];
  if (!found) throw new Error(`${policy.id} has no words for ${name}`);
  return found;
}

/**
 * Who hears of an outcome: the requester by each channel that the policy names and this installation has, and
 * every webhook of the installation.
 */
export function planOutcome(policy: Policy, name: MessageName, reach: Reach): NewNotice[] {
  const { channels } = messageOf(policy, name);
  const requester = channels
    .filter((channel) => channel !== 'sms' || reach.sms)
    .map((channel) => toRequester(channel, name));
  const webhooks = reach.webhooks.map((recipient): NewNotice => {
    return { channel: 'webhook', template: name, recipientKind: 'webhook', recipient };
  });
  return [...requester, ...webhooks];
}

function toRequester(channel: WordedChannel, template: MessageName): NewNotice {
  return { channel, template, recipientKind: 'requester', recipient: null };
}
