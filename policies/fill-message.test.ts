import { expect, test } from '@jest/globals';
import { fillMessage } from './fill-message';

test('a line that names something empty is left out, an empty line stays', () => {
  const template = 'Kính gửi {requester},\n\nLý do: {ground}\nGiải thích: {remark}';
  expect(fillMessage(template, { requester: 'Nguyễn Thị Ví Dụ', ground: 'rách', remark: '' })).toBe(
    'Kính gửi Nguyễn Thị Ví Dụ,\n\nLý do: rách',
  );
});

test('what is filled in is not filled again, and keeps its own signs', () => {
  expect(fillMessage('{remark}', { remark: '{code} $& $1' })).toBe('{code} $& $1');
});
