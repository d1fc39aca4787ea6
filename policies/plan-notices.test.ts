import { expect, test } from '@jest/globals';
import { loadRules } from './load-rules';
import { messageOf, planOutcome } from './plan-notices';
import type { Message, Policy } from './policy';

const { defaultPolicy } = loadRules();
const message = (name: Message['name'], language: Message['language'], more = {}): Message => ({
  ...{ name, language, channels: ['mail'], subject: `${name} ${language}`, text: '', citation: '' },
  ...more,
});
const withWords = (...messages: Message[]): Policy => ({ ...defaultPolicy, messages });

test('words are those of the language that is asked for, in Vietnamese where nobody asks or there are none', () => {
  const policy = withWords(
    message('refusal', 'vi'),
    message('copy', 'en'),
    message('copy', 'vi'),
    message('nudge', 'vi'),
  );
  expect(messageOf(policy, 'copy').subject).toBe('copy vi');
  expect(messageOf(policy, 'copy', 'en').subject).toBe('copy en');
  expect(messageOf(policy, 'nudge', 'en').subject).toBe('nudge vi');
  expect(() => messageOf(policy, 'revocation')).toThrow(
    `${defaultPolicy.id} has no words for revocation`,
  );
});

test('the requester hears by each channel of the policy that the installation has, and each webhook does', () => {
  const policy = withWords(message('copy', 'vi', { channels: ['mail', 'sms'] }));
  const requester = { template: 'copy', recipientKind: 'requester', recipient: null };
  const webhook = { channel: 'webhook', template: 'copy', recipientKind: 'webhook' };
  expect(planOutcome(policy, 'copy', { sms: true, webhooks: ['kho', 'cong'] })).toEqual([
    { channel: 'mail', ...requester },
    { channel: 'sms', ...requester },
    { ...webhook, recipient: 'kho' },
    { ...webhook, recipient: 'cong' },
  ]);
  expect(planOutcome(policy, 'copy', { sms: false, webhooks: [] })).toEqual([
    { channel: 'mail', ...requester },
  ]);
});
