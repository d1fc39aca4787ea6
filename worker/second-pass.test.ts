import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { SecondPass } from './second-pass';

const pauses = { afterMs: 20, retryMs: 20 };

test('while the engine is away it is said and tried again, until it is done once', async () => {
  let tries = 0;
  const said: unknown[] = [];
  const work = () => {
    tries += 1;
    return tries < 4 ? Promise.reject(new Error('14 UNAVAILABLE')) : Promise.resolve();
  };
  const pass = new SecondPass(work, { warn: (line: unknown) => said.push(line) }, pauses);
  pass.soon();
  while (tries < 4) await sleep(10);
  await sleep(100);
  expect(tries).toBe(4);
  expect(said).toHaveLength(3);
});

test('it is done once for all that came meanwhile, and not after its end', async () => {
  let tries = 0;
  const pass = new SecondPass(
    () => Promise.resolve(void (tries += 1)),
    { warn: () => undefined },
    pauses,
  );
  pass.soon();
  pass.soon();
  while (tries === 0) await sleep(10);
  await sleep(100);
  expect(tries).toBe(1);
  pass.soon();
  pass.stop();
  await sleep(100);
  expect(tries).toBe(1);
});
