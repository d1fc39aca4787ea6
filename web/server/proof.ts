import type { Challenge, Solution } from 'altcha-lib';
import { ApiProblem, getJson } from './client';

/**
 * Sends something, and once more with work where the server asks for it.
 * @throws ApiProblem
 */
export async function withProof<T>(send: (proof?: string) => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const isAsked = error instanceof ApiProblem && error.problem.code === 'proof-needed';
    if (!isAsked) throw error;
    const proof = await solve(await getJson<Challenge>('/proof-of-work'));
    if (proof === undefined) throw error;
    return send(proof);
  }
}

/** @returns undefined where this browser cannot: it has no way to the hash, or gave up */
async function solve(challenge: Challenge): Promise<string | undefined> {
  const worker = new Worker(new URL('./solve-proof.ts', import.meta.url), { type: 'module' });
  try {
    const solution = await new Promise<Solution | null>((resolve) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Solution | null>) =>
        resolve(data),
      );
      worker.addEventListener('error', () => resolve(null));
      worker.postMessage(challenge);
    });
    return solution === null ? undefined : btoa(JSON.stringify({ challenge, solution }));
  } finally {
    worker.terminate();
  }
}
