import { expect, test } from '@jest/globals';
import { handledCodes, handlingOf, passingCodes, pauseBeforeTry } from './failure-handling';
import { problems, sentence, type ProblemCode } from './problem';

const codes = Object.keys(problems) as ProblemCode[];

test('the table says of every code, once, what a dossier does with it', () => {
  expect(codes.filter((code) => !handledCodes.includes(code))).toEqual([]);
  expect(new Set(handledCodes).size).toBe(handledCodes.length);
});

test('what may pass by itself is a server that is away, and nothing else is tried soon', () => {
  const soon = codes.filter((code) => pauseBeforeTry(code, 1) < 5_000);
  expect(passingCodes.filter((code) => !soon.includes(code as ProblemCode))).toEqual([]);
  expect([...passingCodes].sort()).toEqual(soon.sort());
  for (const code of ['timestamp-unavailable', 'database-unavailable', 'revocation-awaited']) {
    expect(handlingOf(code)).toEqual({ handling: 'wait', call: 'administrator' });
  }
});

test('nothing ends a dossier but that there is none', () => {
  expect(codes.filter((code) => handlingOf(code).handling === 'end')).toEqual(['dossier-unknown']);
});

test.each([
  ['mail-refused', 'officer'],
  ['copy-unsuitable', 'administrator'],
  ['pin-wrong', 'signer'],
  ['certificate-revoked', 'signer'],
  ['scan-missing', 'officer'],
  ['book-closed', 'clerk'],
  ['right-missing', 'administrator'],
  ['a-code-that-nobody-foresaw', 'administrator'],
])('%s is refused, and the %s is called', (code, call) => {
  expect(handlingOf(code)).toEqual({ handling: 'refuse', call });
});

test.each(codes)('%s never shows a placeholder, whatever it is told with', (code) => {
  for (const language of ['vi', 'en'] as const) {
    expect(sentence(code, language, {})).not.toMatch(/[{}[\]]/);
    const names = [...problems[code][language].matchAll(/\{(\w+)\}/g)];
    const params = Object.fromEntries(names.map(([, name = '']) => [name, 'mẫu'] as const));
    const text = sentence(code, language, params);
    expect(text).not.toMatch(/[{}]/);
  }
});

test('what may pass is tried soon and each half minute, the rest each minute, then seldom', () => {
  const pauses = (code: string) => [1, 3, 60, 500].map((tries) => pauseBeforeTry(code, tries));
  expect(pauses('timestamp-unavailable')).toEqual([500, 2_000, 30_000, 120_000]);
  expect(pauseBeforeTry('timestamp-unavailable', 120)).toBe(30_000);
  expect(pauses('certificate-revoked')).toEqual([5_000, 20_000, 60_000, 600_000]);
});
