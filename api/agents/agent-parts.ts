import type { AgentDesk } from '../../tokens/agent/agent-desk';
import type { ApiDeps } from '../http/deps';
import type { TryLimit } from '../http/try-limit';

/** What the routes of officers' computers share: one desk, which knows who waits, and one limit of tries. */
export interface AgentParts extends ApiDeps {
  desk: () => Promise<AgentDesk>;
  limit: TryLimit;
}
