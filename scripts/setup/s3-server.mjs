import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveJars, writeProgram } from './maven.mjs';
import { isExecutable } from './on-path.mjs';
import { cache } from './paths.mjs';

const version = '4.1.0';
const folder = join(cache, 's3-server', version);

/** S3Proxy (Apache-2.0) over a folder: a program that takes the path of its properties. */
export const s3ServerProgram = join(folder, 's3-server');

/** What it can put in front of other clouds is not used here. */
const otherClouds = [
  ...['com.azure', 'com.google.cloud', 'com.google.apis', 'com.google.auth', 'com.google.api'],
  ...['com.github.openstack4j.core', 'com.github.openstack4j.core.connectors'],
  ...['org.apache.sshd', 'com.google.jimfs'],
];

/** Resolves an S3 server with Maven and writes the program that runs it; for tests alone. */
export const s3Server = {
  name: 'S3 server',
  work: async (step) => {
    if (isExecutable(s3ServerProgram)) return 'there';
    const path = await resolveJars(step, folder, [
      // Its Jackson 3 needs newer ones than the library that Maven meets first asks for.
      { group: 'com.fasterxml.jackson.core', artifact: 'jackson-annotations', version: '2.21' },
      { group: 'org.gaul', artifact: 's3proxy', version, without: otherClouds },
    ]);
    const log = join(folder, 'logback.xml');
    await writeFile(log, logOfWarnings);
    await writeProgram(
      s3ServerProgram,
      `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlogback.configurationFile='${log}' \\
  -cp '${path}' org.gaul.s3proxy.Main --properties "$1"
`,
    );
    return 'resolved';
  },
};

const logOfWarnings = `<configuration>
  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%level %msg%n</pattern></encoder>
  </appender>
  <root level="WARN"><appender-ref ref="out"/></root>
</configuration>
`;
