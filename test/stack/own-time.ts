import { setTimeout as sleep } from 'node:timers/promises';

const computedMs = 30;
const pauseMs = 500;

/**
 * What `work` would have taken on a machine that does nothing else: its time, divided by how much longer than its CPU
 * time some computing beside it takes. Bars of time are for such a machine; on a busy one they would measure the others.
 * @returns milliseconds
 */
export async function ownMs(work: () => Promise<unknown>): Promise<number> {
  let isOver = false;
  let [tookMs, neededMs] = [0, 0];
  const watching = (async () => {
    while (!isOver) {
      tookMs += compute();
      neededMs += computedMs;
      await sleep(pauseMs);
    }
  })();
  const startedAt = performance.now();
  try {
    await work();
  } finally {
    isOver = true;
  }
  const ms = performance.now() - startedAt;
  await watching;
  return Math.round(ms / Math.max(1, tookMs / neededMs));
}

/** Computes for `computedMs` of this process's time. @returns milliseconds until it had them */
function compute(): number {
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if (user + system >= computedMs * 1000) return performance.now() - startedAt;
  }
}
