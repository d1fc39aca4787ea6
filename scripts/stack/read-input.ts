import { text } from 'node:stream/consumers';

/** What `runOnce` handed over. */
export async function readInput<T>(): Promise<T> {
  return JSON.parse(await text(process.stdin)) as T;
}
