import { expect, test } from '@jest/globals';
import { readFlag } from './read-flag';

test('a condition holds whether the server answers it as a number or as the text of a BIGINT', () => {
  expect([1, '1', true].map(readFlag)).toEqual([true, true, true]);
  expect([0, '0', false, null].map(readFlag)).toEqual([false, false, false, false]);
});
