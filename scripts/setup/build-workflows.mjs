import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';
import { listFiles, unlessDone } from './stamp.mjs';

const entry = join(root, 'workflows', 'index.ts');
const correlate = join(root, 'workflows', 'correlate.ts');
/** Another bundle for workers that send traces: without them no workflow carries OpenTelemetry about. */
const trace = '@temporalio/interceptors-opentelemetry/lib/workflow-interceptors';
const bundles = [
  { file: join(root, 'dist', 'workflow-bundle.js'), interceptors: [correlate] },
  { file: join(root, 'dist', 'workflow-bundle-traced.js'), interceptors: [correlate, trace] },
];
/** Modules without state of a workflow: loaded once and shared, not once for each dossier. */
const sharedModules = join(root, 'workflows', 'shared-modules.json');

/** Bundles the workflow code once, so that a worker starts without webpack. */
export const buildWorkflows = {
  name: 'Workflow bundle',
  work: async (step) => {
    if (!existsSync(entry)) return 'nothing to bundle yet';
    const inputs = [
      ...['workflows', 'domain', 'time', 'deadlines', 'policies'].flatMap((room) =>
        listFiles(room, (path) => /(?<!\.test)\.ts$/.test(path)),
      ),
      sharedModules,
      join(root, 'package-lock.json'),
    ];
    const isThere = () => bundles.every(({ file }) => existsSync(file));
    const done = await unlessDone('workflows', { inputs, isThere }, async () => {
      const { bundleWorkflowCode } = await import('@temporalio/worker');
      const log = (level) => (message) => step.log(`${level} ${message}`);
      const logger = Object.fromEntries(
        ['log', 'trace', 'debug', 'info', 'warn', 'error'].map((level) => [level, log(level)]),
      );
      const preloadModules = JSON.parse(readFileSync(sharedModules, 'utf8')).map((name) =>
        name.startsWith('.') ? join(dirname(sharedModules), name) : name,
      );
      const { resolve } = createRequire(import.meta.url);
      for (const { file, interceptors } of bundles) {
        const workflowInterceptorModules = interceptors.map((module) => resolve(module));
        const { code } = await bundleWorkflowCode({
          ...{ workflowsPath: entry, workflowInterceptorModules, logger, preloadModules },
        });
        writeFileSync(file, code);
      }
    });
    return done ? 'bundled' : 'as built';
  },
};
