import { describe, expect, it } from '@jest/globals';
import { findHazard } from './find-hazards';

describe('findHazard', () => {
  it.each([
    ['a side far to the left', { '/MediaBox': [-20_000, 0, 595, 842] }, 'scan-page-size'],
    ['a crop far below', { '/CropBox': [0, -14_401, 595, 842] }, 'scan-page-size'],
    ['a side as far as may be', { '/MediaBox': [-14_400, 0, 0, 14_400] }, undefined],
    ['a unit of eleven', { '/UserUnit': 11 }, 'scan-page-size'],
    ['a unit of ten', { '/UserUnit': 10 }, undefined],
    ['a layer by visibility expression', { '/VE': ['/Not', '5 0 R'] }, 'scan-hidden-content'],
    ['5,001 annotations', { '/Annots': Array<string>(5001).fill('5 0 R') }, 'scan-too-complex'],
    ['5,000 annotations', { '/Annots': Array<string>(5000).fill('5 0 R') }, undefined],
  ])('finds in %s what it is', (_name, value, code) => {
    expect(findHazard({ value })).toBe(code);
  });

  it.each([
    ['nine filters', { '/Filter': Array<string>(9).fill('/FlateDecode') }, 'scan-too-complex'],
    ['eight filters', { '/Filter': Array<string>(8).fill('/FlateDecode') }, undefined],
    [
      'a picture of a row more than may be',
      { '/Subtype': '/Image', '/Width': 15_000, '/Height': 10_001 },
      'scan-page-size',
    ],
    [
      'a picture as large as may be',
      { '/Subtype': '/Image', '/Width': 15_000, '/Height': 10_000 },
      undefined,
    ],
  ])('finds in a stream of %s what it is', (_name, dict, code) => {
    expect(findHazard({ stream: { dict } })).toBe(code);
  });
});
