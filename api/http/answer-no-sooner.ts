import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than what it covers takes. */
const floorMs = 400;

/** Has an answer take its time, so that the time does not tell which of two things was done for it; a refusal too. */
export async function answerNoSooner<Result>(work: () => Promise<Result>): Promise<Result> {
  const [outcome] = await Promise.allSettled([work(), sleep(floorMs)]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
