import { expect, test } from '@jest/globals';
import { SaoyError } from '../../domain/problem';
import { readBody } from './read-body';

const options = {
  bytesMax: 1_000,
  tooLarge: () => new SaoyError('request-too-large', { bytesMax: 1_000 }),
  pace: { bytes: 10, inMs: 200 },
};

/** Brings `count` chunks of `bytes`, one each `everyMs`. */
function drip(count: number, bytes: number, everyMs: number) {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      if (cancelled) return;
      if (count-- > 0) controller.enqueue(new Uint8Array(bytes));
      else controller.close();
    },
    cancel: () => {
      cancelled = true;
    },
  });
  return { body, isCancelled: () => cancelled };
}

test('a body that keeps its pace is read whole', async () => {
  expect(await readBody(drip(20, 10, 20).body, options)).toHaveLength(200);
});

test('a body that is small and there is no matter of pace', async () => {
  expect(await readBody(drip(1, 3, 0).body, options)).toHaveLength(3);
});

test('one that falls behind is ended and its line let go', async () => {
  const slow = drip(10_000, 1, 50);
  await expect(readBody(slow.body, options)).rejects.toMatchObject({ code: 'request-too-slow' });
  expect(slow.isCancelled()).toBe(true);
});

test('one that began well and stands still is ended too', async () => {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(900)),
  });
  await expect(readBody(body, options)).rejects.toMatchObject({ code: 'request-too-slow' });
});

test('no more than its room is read, whatever was announced', async () => {
  const large = drip(100, 100, 0);
  await expect(readBody(large.body, options)).rejects.toMatchObject({ code: 'request-too-large' });
  expect(large.isCancelled()).toBe(true);
});
