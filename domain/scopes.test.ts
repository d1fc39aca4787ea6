import { expect, test } from '@jest/globals';
import { isScope } from './scopes';

test('a key is made for a scope of ours, and for nothing that every object has', () => {
  expect(isScope('vault:read')).toBe(true);
  for (const other of ['vault:write', 'toString', '__proto__', ''])
    expect(isScope(other)).toBe(false);
});
