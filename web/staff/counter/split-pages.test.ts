import { expect, test } from '@jest/globals';
import type { HandedFile } from './handed-files';
import {
  joined,
  leftOut,
  originalsOf,
  pagesToSplit,
  splitAtBlanks,
  type SplitPage,
  withPage,
} from './split-pages';

const scan = { id: 'a', kind: 'pdf', turn: 0, pages: 7 } as HandedFile;

/** Seven pages of which these are blank. */
function pages(...blank: number[]): SplitPage[] {
  return pagesToSplit([scan]).map((page) => ({ ...page, isBlank: blank.includes(page.number) }));
}

const numbers = (all: SplitPage[]) =>
  originalsOf(all).map((one) => one.map(({ number }) => number));

test.each<[blank: number[], originals: number[][]]>([
  [[], [[1, 2, 3, 4, 5, 6, 7]]],
  [
    [3],
    [
      [1, 2],
      [4, 5, 6, 7],
    ],
  ],
  [
    [3, 4],
    [
      [1, 2],
      [5, 6, 7],
    ],
  ],
  [[1, 7], [[2, 3, 4, 5, 6]]],
  [[1, 2, 3, 4, 5, 6, 7], []],
])('blank %j: originals %j', (blank, originals) => {
  expect(numbers(splitAtBlanks(pages(...blank)))).toEqual(originals);
});

test('what was split is one again, with its blank pages', () => {
  expect(numbers(joined(splitAtBlanks(pages(3, 5))))).toEqual([[1, 2, 3, 4, 5, 6, 7]]);
});

test('a cut by hand, and a page taken out, which is told', () => {
  const cut = withPage(withPage(pages(3), 4, { begins: true }), 1, { isOut: true });
  expect(numbers(cut)).toEqual([
    [1, 3, 4],
    [5, 6, 7],
  ]);
  expect(leftOut(cut)).toEqual({ inked: [2], blank: [] });
  expect(leftOut(splitAtBlanks(pages(3)))).toEqual({ inked: [], blank: [3] });
});

test('a page that begins an original and goes leaves the cut where it was', () => {
  const cut = withPage(pages(), 2, { begins: true, isOut: true });
  expect(numbers(cut)).toEqual([
    [1, 2],
    [4, 5, 6, 7],
  ]);
});

test('pictures are pages of their own, turned as they are; of a TIFF only the file is known', () => {
  const picture = { id: 'b', kind: 'jpeg', turn: 90, pages: 1 } as HandedFile;
  const tiff = { id: 'c', kind: 'tiff', turn: 0, pages: null } as HandedFile;
  expect(pagesToSplit([picture, tiff]).map(({ file, turn }) => [file.id, turn])).toEqual([
    ['b', 90],
    ['c', 0],
  ]);
});
