import { expect, test } from '@jest/globals';
import { isBlank } from './ink';

const [width, height] = [120, 170];

/** A page of one tone, with points of another where they are asked for. */
function page(paper: number, inked: (x: number, y: number) => number | null): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      pixels.fill(inked(x, y) ?? paper, (y * width + x) * 4, (y * width + x) * 4 + 4);
    }
  }
  return pixels;
}

test.each<[words: string, pixels: Uint8ClampedArray, blank: boolean]>([
  ['white', page(255, () => null), true],
  ['grey paper', page(190, () => null), true],
  ['noise of a scanner', page(240, (x, y) => ((x * 7 + y * 13) % 11 === 0 ? 215 : null)), true],
  ['what shines through', page(245, (_, y) => (y % 9 === 0 ? 210 : null)), true],
  ['a shadow at the edge', page(250, (x) => (x < 5 ? 20 : null)), true],
  ['one short line', page(250, (x, y) => (y === 60 && x > 30 && x < 50 ? 10 : null)), false],
  ['a text', page(250, (x, y) => (y % 9 === 0 && x % 3 === 0 ? 30 : null)), false],
  ['a dark picture', page(40, (_, y) => (y < 80 ? 240 : null)), false],
])('%s', (_, pixels, blank) => {
  expect(isBlank(pixels, width, height)).toBe(blank);
});

test('nothing is no blank page', () => expect(isBlank([], 0, 0)).toBe(false));
