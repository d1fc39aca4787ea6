import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does the same work again and again, never twice at once.
 * @param failed hears what each failure was; the work goes on
 * @returns how to stop; what is under way is finished first
 */
export function repeat(
  work: () => Promise<void>,
  pauseMs: number,
  failed: (error: unknown) => void,
): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const running = (async () => {
    while (!signal.aborted) {
      await work().catch(failed);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return async () => {
    ending.abort();
    await running;
  };
}
