import { rm } from 'node:fs/promises';

/**
 * Removes what a step has no more use for. The program that made it may still write there (Go trims its cache in
 * the background): what cannot be removed is left lying and noted, and the step has succeeded all the same.
 * @param {string} folder
 * @param {import('./steps.mjs').Step} step
 */
export async function removeIfPossible(folder, step) {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch (error) {
    step.log(`${folder} is left lying (${error.code}).`);
  }
}
