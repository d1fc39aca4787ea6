import { act, type Change, newIdempotencyKey } from './client';

const keptMax = 200;
const keys = new Set<string>();

/**
 * `act`, for a change whose answer this page takes up whole: what it then hears of the same act is no news. A
 * request that failed is forgotten, since somebody may have acted all the same.
 * @param isDone whether the answer shows the act done; where it waits for somebody, its end is news
 */
export async function ownAct<T>(
  path: string,
  change: Change = {},
  isDone: (answer: T) => boolean = () => true,
): Promise<T> {
  const idempotencyKey = change.idempotencyKey ?? newIdempotencyKey();
  keep(idempotencyKey);
  try {
    const answer = await act<T>(path, { ...change, idempotencyKey });
    if (!isDone(answer)) keys.delete(idempotencyKey);
    return answer;
  } catch (error) {
    keys.delete(idempotencyKey);
    throw error;
  }
}

export function isOwnAct(key: string | null): boolean {
  return key !== null && keys.has(key);
}

function keep(key: string): void {
  keys.add(key);
  const [oldest] = keys;
  if (keys.size > keptMax && oldest !== undefined) keys.delete(oldest);
}
