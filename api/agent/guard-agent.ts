import { SaoyError } from '../../domain/problem';
import type { SignedMessage } from '../../tokens/agent/protocol';
import type { AppContext } from '../env';
import { addressOf } from '../middleware/address-of';
import type { AgentParts } from './agent-parts';

/** What a stranger would be answered who tries codes, keys or old messages. */
const suspicious = new Set([
  'agent-code-wrong',
  'agent-unknown',
  'agent-message-invalid',
  'agent-replayed',
]);

/**
 * Runs what a program without a session asks for, slowed as sign-in is where it fails.
 * @param name whom it claims to be
 * @throws SaoyError `agent-throttled`
 */
export async function guardAgent<T>(
  c: AppContext,
  { throttle }: AgentParts,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const address = addressOf(c);
  throttle.check(name, address);
  try {
    const answer = await work();
    throttle.recordSuccess(name, address);
    return answer;
  } catch (error) {
    if (error instanceof SaoyError && suspicious.has(error.code)) {
      throttle.recordFailure(name, address);
    }
    throw error;
  }
}

/** Whom a message says it is from, for counting only: bounded, and believed nowhere. */
export function claimedName({ body }: SignedMessage): string {
  return /"agentId":"([0-9a-f-]{36})"/.exec(body.slice(0, 200))?.[1] ?? 'nobody';
}
