import { join } from 'node:path';
import { buildAgent } from './build-agent.mjs';
import { buildServer } from './build-server.mjs';
import { buildVerifierPage } from './build-verifier-page.mjs';
import { buildWeb } from './build-web.mjs';
import { buildWorkflows } from './build-workflows.mjs';
import { debianPackages } from './debian-packages.mjs';
import { nodeVersion } from './node-version.mjs';
import { nativeModules, npmPackages } from './npm-packages.mjs';
import { home } from './paths.mjs';
import { promtool } from './promtool.mjs';
import { s3Server } from './s3-server.mjs';
import { runSteps } from './steps.mjs';
import { temporalServer } from './temporal-server.mjs';
import { timeSkipping } from './time-skipping.mjs';

const builds = [buildServer, buildWorkflows, buildWeb, buildVerifierPage, buildAgent];

/** Debian's packages come while npm's do; what npm compiles wants both. */
const packages = (...purposes) => [[debianPackages(...purposes), npmPackages], nativeModules];

const plans = {
  /** What `npm start` needs. */
  start: [nodeVersion, ...packages('packages', 'running'), temporalServer, ...builds],
  /** What `npm test` needs. */
  test: [
    nodeVersion,
    ...packages('packages', 'running', 'tests'),
    temporalServer,
    promtool,
    // One after the other: Maven takes what the machine has.
    timeSkipping,
    s3Server,
    ...builds,
  ],
  /** What `npm run build` does, and the image of a real deployment needs. */
  build: [nodeVersion, npmPackages, nativeModules, ...builds],
  /** What a command that needs no stack needs. */
  command: [nodeVersion, ...packages('packages'), buildServer],
};

/**
 * Brings the checkout to where `plan` can be carried out. What is there already costs nothing.
 * @param {keyof typeof plans} plan
 * @param {{again: string, quiet?: boolean}} options
 * @returns {Promise<boolean>}
 */
export function setUp(plan, { again, quiet = false }) {
  return runSteps(plans[plan], { logFile: join(home, 'logs', 'set-up.log'), quiet, again });
}
