import { expect, test } from '@jest/globals';
import type { HandedFile } from './handed-files';
import { next, noFiles, split } from './visit-files';

const file = (id: string) => ({ id }) as HandedFile;
const idsOf = (files: readonly HandedFile[]) => files.map(({ id }) => id).join(' ');

test('the first original goes on the form, the others after it one by one', () => {
  const visit = split({ ...noFiles, scan: [file('whole')] }, [
    [file('a')],
    [file('b')],
    [file('c')],
  ]);
  expect(idsOf(visit.scan)).toBe('a');
  expect(visit.later.map(({ files }) => idsOf(files))).toEqual(['b', 'c']);
  const { first, rest } = next(visit);
  expect(first?.id).toBe('b');
  expect([idsOf(rest.scan), rest.later.length]).toEqual(['b', 1]);
  expect(next(next(rest).rest)).toEqual({ first: undefined, rest: noFiles });
});

test('what was split can be had back whole until one of it is sent', () => {
  const visit = split({ ...noFiles, scan: [file('whole')] }, [[file('a')], [file('b')]]);
  expect(idsOf(visit.whole ?? [])).toBe('whole');
  expect(next(visit).rest.whole).toBeNull();
});

test('split once more, what waited already goes on waiting, and is no part of what was split', () => {
  const visit = split({ ...noFiles, scan: [file('whole')] }, [[file('a')], [file('b')]]);
  const again = split(visit, [[file('a1')], [file('a2')]]);
  expect(again.later.map(({ id }) => id)).toEqual(['a2', 'b']);
  expect(again.whole).toBeNull();
});

test('one original alone stays what it is', () => {
  expect(split({ ...noFiles, scan: [file('whole')] }, [[file('a')]])).toMatchObject({
    later: [],
    whole: null,
  });
});
