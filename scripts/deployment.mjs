import { setUp } from './setup/set-up.mjs';

/**
 * `npm run deployment`: brings docker/ up for real, in containers, and tries it: from empty volumes to a valid copy, each
 * process killed under load, a new image under load, backup and restore. Prints one table. Ends with 0 where all is as it
 * should be, 1 where it is not, 2 where containers cannot run here. With `--by-the-book`: follows the ten commands of
 * docs/operations/containers.md on a machine that holds nothing but Docker. With `--remedies`: sets off alerts whose cause
 * no other trial makes, on the image as it was built last, and does what docs/operations/runbook.md says.
 */
if (await setUp('command', { again: 'npm run deployment' })) {
  const { createRequire } = await import('node:module');
  const load = createRequire(import.meta.url);
  const from = (file) => load(`../dist/scripts/deployment/${file}.js`);
  const run = process.argv.includes('--by-the-book')
    ? from('by-the-book').tryByTheBook
    : process.argv.includes('--remedies')
      ? from('try-remedies').tryRemedies
      : from('try-deployment').tryDeployment;
  // What was under way when it failed would go on.
  process.exit(await run());
} else process.exitCode = 2;
