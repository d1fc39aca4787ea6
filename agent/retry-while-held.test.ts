import { expect, test } from '@jest/globals';
import { retryWhileHeld } from './retry-while-held';

/** Throws these one after the other, then answers. */
function failing(...codes: string[]) {
  const left = [...codes];
  return () => {
    const code = left.shift();
    if (code !== undefined) throw Object.assign(new Error(code), { code });
    return 'done';
  };
}

test('waits for a file that another program holds, a while', () => {
  expect(retryWhileHeld(failing())).toBe('done');
  expect(retryWhileHeld(failing('EPERM', 'EBUSY', 'EACCES'))).toBe('done');
  const startedAt = performance.now();
  expect(() => retryWhileHeld(failing(...Array<string>(1000).fill('EPERM')))).toThrow('EPERM');
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('waits for nothing that no waiting mends', () => {
  expect(() => retryWhileHeld(failing('ENOSPC'))).toThrow('ENOSPC');
});
