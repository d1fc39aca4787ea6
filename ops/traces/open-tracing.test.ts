import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(__dirname, '..', '..');

/**
 * Modules of OpenTelemetry that a process has loaded once it has opened, or not opened, its traces. The bare interface
 * is not counted: prom-client loads it in any case.
 */
function loadedWith(endpoint: string | undefined): string[] {
  const script = `
    require('reflect-metadata');
    for (const part of ['api/app', 'api/pages', 'worker/observe-worker', 'worker/connect']) require('./' + part);
    const { openTracing } = require('./ops/traces/open-tracing');
    openTracing('api', ${JSON.stringify(endpoint)}, { warn() {} }).then(() => {
      const loaded = Object.keys(require.cache).filter((path) => /opentelemetry/.test(path) && !/@opentelemetry.api\\b/.test(path));
      process.stdout.write(JSON.stringify(loaded), () => process.exit());
    });`;
  const register = join(root, 'test', 'register-typescript.cjs');
  const output = execFileSync(process.execPath, ['-r', register, '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(output) as string[];
}

test('none of OpenTelemetry is loaded where no traces are wanted', () => {
  expect(loadedWith(undefined)).toEqual([]);
}, 60_000);

test('it is where they are', () => {
  expect(loadedWith('http://127.0.0.1:1').length).toBeGreaterThan(10);
}, 60_000);
