import type { z } from '@hono/zod-openapi';

type Issue = z.core.$ZodIssue;

/**
 * What a schema found wrong, as a Vietnamese clause that follows the name of the field. Never repeats
 * the value. Our own schemas say it themselves (`custom`).
 */
export function sayIssue(issue: Issue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message;
    case 'invalid_type':
      // The issue no longer holds what came; zod's own sentence still tells when nothing did.
      return issue.message.endsWith('received undefined')
        ? 'chưa có'
        : `phải là ${sayKind(issue.expected)}`;
    case 'too_small':
      return saySize(issue.origin, Number(issue.minimum), 'ít nhất', 'từ');
    case 'too_big':
      return saySize(issue.origin, Number(issue.maximum), 'nhiều nhất', 'đến');
    case 'invalid_format':
      return formats[issue.format] ?? 'không đúng dạng';
    case 'not_multiple_of':
      return 'phải là số nguyên';
    case 'invalid_value':
      return `phải là một trong: ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `có trường không biết: ${issue.keys.length}`;
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return 'không đúng dạng nào được nhận';
  }
}

const kinds: Partial<Record<string, string>> = {
  string: 'chữ',
  number: 'số',
  int: 'số nguyên',
  boolean: 'true hoặc false',
  array: 'một danh sách',
  object: 'một nhóm trường',
};

function sayKind(expected: string): string {
  return kinds[expected] ?? expected;
}

const formats: Partial<Record<string, string>> = {
  uuid: 'không phải mã số (UUID)',
  email: 'không phải địa chỉ email',
  url: 'không phải địa chỉ trang',
  date: 'không phải ngày dạng năm-tháng-ngày',
  datetime: 'không phải thời điểm ISO 8601',
};

function saySize(origin: string, bound: number, amount: string, limit: string): string {
  const number = bound.toLocaleString('vi');
  if (origin === 'string') return `cần ${amount} ${number} ký tự`;
  if (origin === 'array' || origin === 'set') return `cần ${amount} ${number} mục`;
  return `phải là số ${limit} ${number}`;
}
