import type { ApiDeps } from '../http/deps';
import type { App } from '../http/env';
import { AgentDesk } from '../../tokens/agent/agent-desk';
import { readServerKey } from '../../tokens/agent/server-key';
import { TryLimit } from '../http/try-limit';
import { mountAgentOutcome } from './outcome';
import { mountAgentPair } from './pair';
import { mountAgentPoll } from './poll';
import { mountOpenPairing } from './open-pairing';
import type { AgentParts } from './agent-parts';
import { createAgentStore } from './agent-store';

/** Routes that the officers' program speaks to, and the one that opens a pairing for it. */
export function mountAgentRoutes(app: App, deps: ApiDeps): void {
  let desk: Promise<AgentDesk> | undefined;
  const parts: AgentParts = {
    ...deps,
    desk: () => (desk ??= openDesk(deps)),
    limit: new TryLimit(deps, 'agent-throttled'),
  };
  for (const mount of [mountAgentPair, mountAgentPoll, mountAgentOutcome, mountOpenPairing]) {
    mount(app, parts);
  }
}

/** At the first question: an office without such computers needs no key. */
async function openDesk({ db, settings, now }: ApiDeps): Promise<AgentDesk> {
  const key = await readServerKey(settings.agentKeyFile);
  return new AgentDesk(createAgentStore(db, now), key, now);
}
