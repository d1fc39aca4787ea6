import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeIfPossible } from './remove.mjs';

/**
 * @typedef {object} Library
 * @property {string} group
 * @property {string} artifact
 * @property {string} version
 * @property {string[]} [without] groups that it asks for and that are not used here
 */

/**
 * Gets libraries with what they need, through Maven, into a folder.
 * @param {import('./steps.mjs').Step} step
 * @param {string} folder is made; what Maven keeps for itself is gone afterwards
 * @param {Library[]} libraries
 * @returns {Promise<string>} the class path
 */
export async function resolveJars(step, folder, libraries) {
  step.say('resolving with Maven');
  const jars = join(folder, 'jars');
  const pom = join(folder, 'pom.xml');
  const repository = join(folder, 'maven');
  await mkdir(folder, { recursive: true });
  await writeFile(pom, project(libraries));
  await step.run('mvn', [
    ...['-B', '-ntp', '-f', pom, `-Dmaven.repo.local=${repository}`],
    ...['dependency:copy-dependencies', `-DoutputDirectory=${jars}`, '-DincludeScope=runtime'],
  ]);
  await removeIfPossible(repository, step);
  return `${jars}/*`;
}

/**
 * Writes a program; it is there whole or not at all.
 * @param {string} path
 * @param {string} script
 */
export async function writeProgram(path, script) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, script);
  await chmod(`${path}.new`, 0o755);
  await rename(`${path}.new`, path);
}

function project(libraries) {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>vn.saoy</groupId>
  <artifactId>programs</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>${libraries.map(dependency).join('')}
  </dependencies>
</project>
`;
}

function dependency({ group, artifact, version, without = [] }) {
  const exclusions = without.map(
    (one) => `
        <exclusion><groupId>${one}</groupId><artifactId>*</artifactId></exclusion>`,
  );
  return `
    <dependency>
      <groupId>${group}</groupId>
      <artifactId>${artifact}</artifactId>
      <version>${version}</version>
      <exclusions>${exclusions.join('')}</exclusions>
    </dependency>`;
}
