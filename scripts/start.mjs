import { createRequire } from 'node:module';
import { join } from 'node:path';
import { home, root } from './setup/paths.mjs';
import { setUp } from './setup/set-up.mjs';
import { runSteps } from './setup/steps.mjs';
import { findTemporal } from './setup/temporal-server.mjs';

/** `npm start`: sets up what is missing, then brings the stack up. `-- --once`: one sample dossier. */
const again = 'npm start';
// Whoever read along may go away; the stack stays.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
if (await setUp('start', { again })) {
  const { runStack } = createRequire(import.meta.url)(
    join(root, 'dist', 'scripts', 'stack', 'run-stack.js'),
  );
  process.exitCode = await runStack({
    home,
    env: process.env,
    temporal: findTemporal(),
    once: process.argv.includes('--once'),
    runSteps: (steps) => runSteps(steps, { logFile: join(home, 'logs', 'start.log'), again }),
  });
} else process.exitCode = 1;
// Connections that are kept for reuse would hold the process for some seconds.
process.exit();
