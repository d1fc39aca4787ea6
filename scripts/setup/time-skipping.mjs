import { join } from 'node:path';
import { resolveJars, writeProgram } from './maven.mjs';
import { isExecutable } from './on-path.mjs';
import { cache } from './paths.mjs';

const version = '1.38.0';
const folder = join(cache, 'time-skipping', version);

/** The Temporal test server that skips time: a program that takes a port. */
export const timeSkippingServer = join(folder, 'time-skipping');

/** Resolves the test server with Maven and writes the program that runs it; for tests alone. */
export const timeSkipping = {
  name: 'Time-skipping server',
  work: async (step) => {
    if (isExecutable(timeSkippingServer)) return 'there';
    const path = await resolveJars(step, folder, [
      { group: 'io.temporal', artifact: 'temporal-test-server', version },
    ]);
    // The SDK waits 5 seconds for it: quick to start matters more than quick to run.
    await writeProgram(
      timeSkippingServer,
      `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '${path}' io.temporal.testserver.TestServer "$1"
`,
    );
    return 'resolved';
  },
};
