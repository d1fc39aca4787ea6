import { expect, test } from '@jest/globals';
import { isProblemCode, SaoyError, sentence } from './problem';

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

test('what is not known is said in the language of the sentence', () => {
  expect(sentence('certificate-revoked', 'vi', {})).toContain('không rõ');
  expect(sentence('certificate-revoked', 'en', {})).toContain('unknown');
});

test('only a whole instant is told as one; a name that holds one stays as it is', () => {
  const named = (token: string) => sentence('token-absent', 'vi', { token });
  for (const text of ['Lô 2026-11-26T20:30:59Z', '2026-11-26T20:30:59Z-2']) {
    expect(named(text)).toContain(`“${text}”`);
  }
});

test('an error says its code and its English sentence, and keeps what it came from', () => {
  const cause = new Error('gốc');
  const error = new SaoyError('token-absent', { token: 'mẫu' }, { cause });
  expect([error.name, error.cause]).toEqual(['SaoyError', cause]);
  expect(error.message).toBe(
    'token-absent: Token “mẫu” is not there. Plug it in again and repeat the action.',
  );
});

test('a code is one of ours, and nothing that every object has', () => {
  expect(isProblemCode('token-absent')).toBe(true);
  for (const other of ['toString', '__proto__', 'no-such-code', '', 7, null, ['token-absent']]) {
    expect(isProblemCode(other)).toBe(false);
  }
});
