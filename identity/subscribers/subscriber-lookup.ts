import { SaoyError } from '../../domain/problem';

/** Who knows in whose name a number is registered. */
export interface SubscriberSource {
  url: string;
  /** Sent as `Authorization: Bearer …`. */
  token: string | undefined;
}

const timeoutMs = 10_000;
const answerBytesMax = 1_000;

/**
 * Whether a number is registered in the name of the holder of an identity paper (C-05, C-06: số chính chủ). Without
 * that anybody could open an account in another's name.
 * @throws SaoyError `subscriber-unavailable` where the other side does not say
 */
export async function isNumberOf(
  { url, token }: SubscriberSource,
  asked: { phone: string; identifier: string },
): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(asked),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const text = await answer.text();
    if (text.length > answerBytesMax) throw new Error('the answer is too long');
    const { isOwner } = JSON.parse(text) as { isOwner?: unknown };
    if (typeof isOwner !== 'boolean') throw new Error('the answer says neither yes nor no');
    return isOwner;
  } catch (cause) {
    throw new SaoyError('subscriber-unavailable', {}, { cause });
  }
}
