import type { WorkMessage } from './notices';

/** What colleagues do with each other's work, in words; `by`: who did it. */
export const workWords: Record<WorkMessage, { subject: string; text: string }> = {
  assigned: {
    subject: 'Hồ sơ {code} được giao cho bạn',
    text: '{by} giao cho bạn bước “{step}” của hồ sơ {code} ({document}). Hạn của bước: {due}.',
  },
  'passed-on': {
    subject: 'Hồ sơ {code} đã chuyển sang người khác',
    text: '{by} đã chuyển bước “{step}” của hồ sơ {code} ({document}) sang người khác. Bạn không còn giữ hồ sơ này.',
  },
  'acted-for': {
    subject: '{by} đã xử lý giúp hồ sơ {code}',
    text: '{by} đã xử lý bước “{step}” của hồ sơ {code} ({document}) mà bạn đang giữ. Bạn không phải làm gì thêm ở bước này.',
  },
};

export function isWorkMessage(template: string): template is WorkMessage {
  return template in workWords;
}
