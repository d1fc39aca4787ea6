import { expect, test } from '@jest/globals';
import { actKeyOf } from './act-key';

test('one key of two people, for two acts, or two keys of one person name different acts', () => {
  const acts: [string, string, string][] = [
    ['sign', 'a', '1'],
    ['seal', 'a', '1'],
    ['sign', 'b', '1'],
    ['sign', 'a', '2'],
  ];
  const keys = acts.map((act) => actKeyOf(...act));
  expect(new Set(keys).size).toBe(acts.length);
  expect(acts.map((act) => actKeyOf(...act))).toEqual(keys);
});
