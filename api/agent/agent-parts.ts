import type { AgentDesk } from '../../tokens/agent/agent-desk';
import type { ApiDeps } from '../deps';
import type { SignInThrottle } from '../middleware/sign-in-throttle';

/** What the routes of officers' computers share: one desk, which knows who waits, and one throttle. */
export interface AgentParts extends ApiDeps {
  desk: () => Promise<AgentDesk>;
  throttle: SignInThrottle;
}
