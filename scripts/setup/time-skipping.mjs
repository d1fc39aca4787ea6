import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isExecutable } from './on-path.mjs';
import { cache } from './paths.mjs';
import { removeIfPossible } from './remove.mjs';

const version = '1.38.0';
const folder = join(cache, 'time-skipping', version);

/** The Temporal test server that skips time: a program that takes a port. */
export const timeSkippingServer = join(folder, 'time-skipping');

/** Resolves the test server with Maven and writes the program that runs it; for tests alone. */
export const timeSkipping = {
  name: 'Time-skipping server',
  work: async (step) => {
    if (isExecutable(timeSkippingServer)) return 'there';
    step.say('resolving with Maven');
    const jars = join(folder, 'jars');
    const pom = join(folder, 'pom.xml');
    await mkdir(folder, { recursive: true });
    await writeFile(pom, project());
    await step.run('mvn', [
      ...['-B', '-ntp', '-f', pom, `-Dmaven.repo.local=${join(cache, 'time-skipping', 'maven')}`],
      ...['dependency:copy-dependencies', `-DoutputDirectory=${jars}`, '-DincludeScope=runtime'],
    ]);
    // The SDK waits 5 seconds for it: quick to start matters more than quick to run.
    const script = `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '${jars}/*' io.temporal.testserver.TestServer "$1"
`;
    await writeFile(`${timeSkippingServer}.new`, script);
    await chmod(`${timeSkippingServer}.new`, 0o755);
    await rename(`${timeSkippingServer}.new`, timeSkippingServer);
    await removeIfPossible(join(cache, 'time-skipping', 'maven'), step);
    return 'resolved';
  },
};

function project() {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>vn.saoy</groupId>
  <artifactId>time-skipping</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;
}
