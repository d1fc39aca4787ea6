export { mountListAgents } from './list';
export { mountRemoveAgent } from './remove';
export { mountAgentRoutes } from './program-routes';
