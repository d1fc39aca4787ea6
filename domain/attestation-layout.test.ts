import { expect, test } from '@jest/globals';
import { findMarkFault, markKinds, usualLayout } from './attestation-layout';

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
