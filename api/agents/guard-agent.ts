import { SaoyError } from '../../domain/problem';
import type { SignedMessage } from '../../tokens/agent/protocol';
import type { AppContext } from '../http/env';
import type { AgentParts } from './agent-parts';

/** What a stranger would be answered who tries codes, keys or old messages. */
const suspicious = new Set([
  'agent-code-wrong',
  'agent-unknown',
  'agent-message-invalid',
  'agent-replayed',
]);

/**
 * Exchanges keys under a code, which may be guessed: counted before it is compared.
 * @throws SaoyError `agent-throttled`
 */
export function guardPairing<T>(
  c: AppContext,
  { limit }: AgentParts,
  pairingId: string,
  pair: () => Promise<T>,
): Promise<T> {
  const trier = { account: `pairing ${pairingId}`, address: c.var.clientAddress };
  return limit.run(trier, pair, isSuspicious);
}

/**
 * Takes a message that its sender signed. A signature cannot be guessed: a right one is never refused
 * for what others sent, under its name or from its address; wrong ones are slowed down.
 * @throws SaoyError `agent-throttled`
 */
export async function guardMessage<T>(
  c: AppContext,
  { limit }: AgentParts,
  message: SignedMessage,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const trier = { account: claimedName(message), address: c.var.clientAddress };
    if (isSuspicious(error)) await limit.countFailure(trier);
    throw error;
  }
}

function isSuspicious(error: unknown): boolean {
  return error instanceof SaoyError && suspicious.has(error.code);
}

/** Whom a message says it is from, for counting only: bounded, and believed nowhere. */
function claimedName({ body }: SignedMessage): string {
  return /"agentId":"([0-9a-f-]{36})"/.exec(body.slice(0, 200))?.[1] ?? 'nobody';
}
