import { expect, test } from '@jest/globals';
import { sentence } from './problem';

test('an instant in a sentence is told as minute and day in Vietnam', () => {
  const params = { authority: 'Tổ chức Mẫu', nextUpdate: '2026-11-26T20:30:59.000Z' };
  expect(sentence('revocation-awaited', 'vi', params)).toContain(
    '“Tổ chức Mẫu” công bố tình trạng thu hồi mới hơn chữ ký, chậm nhất lúc 03:30 27/11/2026.',
  );
  expect(sentence('certificate-revoked', 'vi', { revokedAt: '2026-11-26T02:05:00Z' })).toContain(
    'từ 09:05 26/11/2026',
  );
});

test.each(['scan-page-size', 'scan-too-complex'] as const)(
  '%s names a page where it is known',
  (code) => {
    expect(sentence(code, 'vi', { page: 7 })).toContain(' (trang 7). ');
    expect(sentence(code, 'vi', {})).not.toMatch(/\(trang|[[\]{}]/);
  },
);
