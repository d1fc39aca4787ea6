import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const folder = mkdtempSync(join(tmpdir(), 'saoy-province-'));
const frontend = ['DNS:temporal.province.example', 'IP:10.1.2.3'];
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const certificate = (name: string) => new X509Certificate(read(`secrets/${name}.pem`));

/** As an administrator runs it, who may give files away. */
function run(script: string, ...args: string[]) {
  const PATH = `${join(folder, 'bin')}:${process.env['PATH']}`;
  const env = { ...process.env, PATH };
  return spawnSync('sh', [join(folder, script), ...args], { env, encoding: 'utf8' });
}

beforeAll(() => {
  for (const name of ['prepare.sh', 'province-secrets.sh', 'saoy.env.example'])
    copyFileSync(join(__dirname, name), join(folder, name));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'chown'), '#!/bin/sh\n', { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true }));

test('wants names, and what prepare.sh makes', () => {
  expect(run('province-secrets.sh').status).toBe(2);
  expect(run('province-secrets.sh', ...frontend).stderr).toContain('prepare.sh');
});

test('makes certificates of one authority, for the names that the compose file asks for', () => {
  expect(run('prepare.sh').stderr).toBe('');
  expect(run('province-secrets.sh', ...frontend).stderr).toBe('');
  const authority = certificate('trust/ca');
  expect(certificate('temporal/ca').fingerprint256).toBe(authority.fingerprint256);
  for (const name of ['temporal/frontend', 'temporal/server', 'trust/client'])
    expect(certificate(name).verify(authority.publicKey)).toBe(true);
  const compose = readFileSync(join(__dirname, 'compose.province.yaml'), 'utf8');
  const { 'x-temporal-environment': names } = parse(compose, { merge: true }) as Record<
    string,
    Record<string, string>
  >;
  const host = (name: string) => names?.[`TEMPORAL_TLS_${name}_SERVER_NAME`] ?? '';
  expect(certificate('temporal/frontend').checkHost(host('FRONTEND'))).toBe(host('FRONTEND'));
  expect(certificate('temporal/server').checkHost(host('INTERNODE'))).toBe(host('INTERNODE'));
  expect(certificate('temporal/frontend').checkHost('temporal.province.example')).toBeDefined();
  expect(certificate('temporal/frontend').checkIP('10.1.2.3')).toBe('10.1.2.3');
});

test('names each of our files once in saoy.env, and changes nothing the second time', () => {
  const before = [read('secrets/trust/client.pem'), read('saoy.env')];
  expect(before[1]?.match(/^TRUST_ANCHORS_FILE=.*$/gm)).toEqual([
    'TRUST_ANCHORS_FILE=/run/saoy/trust/roots.pem',
  ]);
  expect(before[1]?.match(/^TEMPORAL_CERT_FILE=.*$/gm)).toHaveLength(1);
  expect(run('province-secrets.sh', ...frontend).status).toBe(0);
  expect([read('secrets/trust/client.pem'), read('saoy.env')]).toEqual(before);
});

test('an account that somebody has named in secrets/ stays', () => {
  writeFileSync(join(folder, 'secrets', 'migrate.env'), 'DATABASE_OWNER_URL=mine\n');
  expect(run('prepare.sh').status).toBe(0);
  expect(read('secrets/migrate.env')).toBe('DATABASE_OWNER_URL=mine\n');
});
