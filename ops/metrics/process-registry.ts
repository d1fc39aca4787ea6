import { Registry, collectDefaultMetrics } from 'prom-client';

/** The metrics of one process, each marked with its name; Node's own (memory, event loop, CPU) are in it. */
export function createRegistry(processName: 'api' | 'worker' | 'token'): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: processName });
  collectDefaultMetrics({ register: registry });
  return registry;
}
