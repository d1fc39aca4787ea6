/**
 * Each of jest's workers starts its stacks from a port of its own on, so that none takes the port of an API which
 * another's test has just killed.
 */
const lane = Number(process.env.JEST_WORKER_ID ?? 1) - 1;
process.env.SAOY_PORT = String(Number(process.env.SAOY_PORT || 8080) + 200 * lane);
