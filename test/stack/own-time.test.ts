import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownMs } from './own-time';

test('others on the machine are not counted', async () => {
  const busy = Array.from({ length: 6 * availableParallelism() }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    await sleep(1_000);
    const ms = await ownMs(() => sleep(4_000));
    expect(ms).toBeLessThan(2_000);
    expect(ms).toBeGreaterThan(100);
  } finally {
    for (const child of busy) child.kill('SIGKILL');
  }
});
