import { describe, expect, test } from '@jest/globals';
import { loadRules } from './load-rules';

describe('the rules of the house', () => {
  test('load', () => {
    const rules = loadRules();
    expect(rules.policies.map(({ id }) => id)).toEqual(['hanoi-1287-2024', 'national-2025']);
  });
});
