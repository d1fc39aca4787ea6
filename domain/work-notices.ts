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
  'correction-asked': {
    subject: 'Công dân yêu cầu đính chính bản sao của hồ sơ {code}',
    text: 'Người có bản sao ({document}) yêu cầu đính chính. Trả lời trước {due}, ở trang Yêu cầu đính chính.',
  },
  'correction-near': {
    subject: 'Yêu cầu đính chính của hồ sơ {code} sắp đến hạn trả lời',
    text: 'Trả lời trước {due}, ở trang Yêu cầu đính chính.',
  },
  'correction-late': {
    subject: 'Yêu cầu đính chính của hồ sơ {code} đã quá hạn trả lời',
    text: 'Hạn trả lời là {due} mà chưa có ai trả lời.',
  },
  'correction-accepted': {
    subject: 'Yêu cầu đính chính bản sao đã được chấp nhận – hồ sơ {code}',
    text: 'Cơ quan đã chấp nhận yêu cầu đính chính bản sao ({document}). Xem việc phải làm tiếp ở trang Bản sao của tôi.',
  },
  'correction-refused': {
    subject: 'Yêu cầu đính chính bản sao không được chấp nhận – hồ sơ {code}',
    text: 'Cơ quan không chấp nhận yêu cầu đính chính bản sao ({document}). Lý do ở trang Bản sao của tôi. Ông/bà có quyền khiếu nại theo quy định của pháp luật.',
  },
};

export function isWorkMessage(template: string): template is WorkMessage {
  return template in workWords;
}
