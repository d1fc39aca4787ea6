import { expect, test } from '@jest/globals';
import { versionOf } from './version-of';

test('the same rules have the same version, in whatever order they are written', () => {
  const version = versionOf({ cutoff: { time: 54_000, inclusive: true }, days: [1, 2], to: null });
  expect(version).toMatch(/^[0-9a-f]{32}$/);
  expect(versionOf({ to: null, days: [1, 2], cutoff: { inclusive: true, time: 54_000 } })).toBe(
    version,
  );
  expect(
    versionOf({
      days: [1, 2],
      to: null,
      more: undefined,
      cutoff: { time: 54_000, inclusive: true },
    }),
  ).toBe(version);
});

test.each<[string, object, object]>([
  ['another value', { days: 1 }, { days: 2 }],
  ['a text in place of a number', { days: 1 }, { days: '1' }],
  ['another name', { days: 1 }, { day: 1 }],
  ['another order in a list', { days: [1, 2] }, { days: [2, 1] }],
  ['a list in a list', { days: [1, 2, 3] }, { days: [[1, 2], 3] }],
  ['nothing in place of a value', { days: null }, { days: {} }],
  ['a value more', { days: 1 }, { days: 1, hours: 1 }],
  ['a name that holds another entry', { a: 1, b: 2 }, { 'a:1,b': 2 }],
])('%s makes another version', (_name, one, other) => {
  expect(versionOf(one)).not.toBe(versionOf(other));
});

// Dossiers are pinned to versions: how one is computed may not change.
test('a version stays what it is', () => {
  expect(versionOf({ b: [true, null], a: { d: 'Đ', c: 1 } })).toBe(
    '2798c7c5d15a77f581783fd37d2cfdbe',
  );
});
