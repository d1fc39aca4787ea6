import { join } from 'node:path';
import { buildAgent } from './build-agent.mjs';
import { buildServer } from './build-server.mjs';
import { buildVerifierPage } from './build-verifier-page.mjs';
import { buildWeb } from './build-web.mjs';
import { buildWorkflows } from './build-workflows.mjs';
import { debianPackages } from './debian-packages.mjs';
import { nodeVersion } from './node-version.mjs';
import { npmPackages } from './npm-packages.mjs';
import { home } from './paths.mjs';
import { runSteps } from './steps.mjs';
import { temporalServer } from './temporal-server.mjs';
import { timeSkipping } from './time-skipping.mjs';

const builds = [buildServer, buildWorkflows, buildWeb, buildVerifierPage, buildAgent];

// npm compiles pkcs11js: Debian's compiler comes before npm's packages.
const plans = {
  /** What `npm start` needs. */
  start: [
    nodeVersion,
    debianPackages('packages', 'running'),
    npmPackages,
    temporalServer,
    ...builds,
  ],
  /** What `npm test` needs. */
  test: [
    nodeVersion,
    debianPackages('packages', 'running', 'tests'),
    npmPackages,
    temporalServer,
    timeSkipping,
    ...builds,
  ],
  /** What `npm run build` does, and the image of a real deployment needs. */
  build: [nodeVersion, npmPackages, ...builds],
  /** What a command that needs no stack needs. */
  command: [nodeVersion, debianPackages('packages'), npmPackages, buildServer],
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
