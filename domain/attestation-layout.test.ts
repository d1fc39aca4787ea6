import { expect, test } from '@jest/globals';
import { findMarkFault, markArea, markKinds, usualLayout, withPlaces } from './attestation-layout';

test.each(markKinds)('from its default place the %s moves a little to every side', (kind) => {
  for (const [x, y] of [
    [-2, 0],
    [2, 0],
    [0, -2],
    [0, 2],
  ] as const) {
    const moved = { ...usualLayout.marks[kind] };
    moved.x += x;
    moved.y += y;
    expect(findMarkFault({ ...usualLayout.marks, [kind]: moved })).toBeNull();
  }
});

const { signature: usualSignature, seal: usualSeal } = usualLayout.marks;
/** At the edges of what is theirs, side by side with the one millimetre between them that must be. */
const seal = { x: 15, y: 150, width: 10, height: 76 };
const signature = { x: 26, y: 165, width: 169, height: 61 };
const { left, right, top, bottom } = markArea;

test('marks may fill the part of the page that is theirs, on either side of each other', () => {
  expect(findMarkFault({ signature, seal })).toBeNull();
  const swapped = { signature: { ...signature, x: 15 }, seal: { ...seal, x: 185 } };
  expect(findMarkFault(swapped)).toBeNull();
  expect([seal.x, seal.y, seal.y + seal.height]).toEqual([left, top.seal, bottom]);
  expect([signature.y, signature.x + signature.width]).toEqual([top.signature, right]);
});

test.each([
  ['left of it', { seal: { ...seal, x: 14.9 } }],
  ['above it, where the seal may still be', { signature: { ...signature, y: 164.9 } }],
  ['above it', { seal: { ...seal, y: 149.9 } }],
  ['right of it', { signature: { ...signature, width: 169.1 } }],
  ['below it, over the code', { signature: { ...signature, height: 61.1 } }],
  ['nowhere', { signature: { ...signature, x: Number.NaN } }],
  ['endlessly far', { seal: { ...seal, height: Infinity } }],
])('a mark %s is outside', (_where, changed) => {
  expect(findMarkFault({ signature, seal, ...changed })).toBe('outside');
});

test.each([
  ['narrow', { width: 9.9 }],
  ['low', { height: 9.9 }],
  ['turned inside out', { width: -20 }],
])('a mark that is too %s cannot be seen', (_how, changed) => {
  expect(findMarkFault({ signature, seal: { ...seal, ...changed } })).toBe('too-small');
});

test.each([
  ['touch', { x: 25.9 }],
  ['are over each other', { x: 16 }],
  ['start together', { x: 15 }],
])('marks that %s are told', (_how, changed) => {
  const beside = { ...signature, width: 100, ...changed };
  expect(findMarkFault({ signature: beside, seal })).toBe('overlap');
  // The other way round: the seal to the right of the signature.
  const mirrored = {
    signature: { ...signature, x: 210 - beside.x - beside.width, width: beside.width },
    seal: { ...seal, x: 210 - seal.x - seal.width },
  };
  expect(findMarkFault(mirrored)).toBe('overlap');
});

test('an office’s places move the marks and keep their size', () => {
  const places = { signature: { x: 118, y: 175 }, seal: { x: 70, y: 160 } };
  expect(withPlaces(usualLayout, places)).toEqual({
    ...usualLayout,
    marks: {
      signature: { ...usualSignature, x: 118, y: 175 },
      seal: { ...usualSeal, x: 70, y: 160 },
    },
  });
  expect(withPlaces(usualLayout, null)).toBe(usualLayout);
});

test('places on which the marks of today cannot stand are not followed, not even one of them', () => {
  const larger = {
    ...usualLayout,
    marks: { signature: usualSignature, seal: { ...usualSeal, width: 42, height: 42 } },
  };
  const places = { signature: { x: 120, y: 172 }, seal: { x: 80, y: 168 } };
  expect(withPlaces(usualLayout, places).marks.seal.x).toBe(80);
  expect(withPlaces(larger, places)).toBe(larger);
});
