import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pino from 'pino';
import { connectTemporal } from '../api/http/connect-temporal';
import { prepareTemporal } from '../cli/prepare-temporal';
import type { Settings } from '../settings/settings';
import { sharedTemporal } from '../test/stack/shared';
import { connect } from './connect';

let folder: string;
let server: Server;
let refused = 0;
let whole: Settings['temporal'];
const file = (name: string) => join(folder, name);

/** Temporal behind TLS that takes nobody without a certificate of its authority, as a province's does. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-tls-'));
  makeCertificates();
  const { address, namespace } = await sharedTemporal();
  const [host = '', port] = address.split(':');
  server = createServer(
    {
      key: readFileSync(file('server.key')),
      cert: readFileSync(file('server.pem')),
      ca: readFileSync(file('ca.pem')),
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ['h2'],
    },
    (socket) => {
      const behind = connectTcp(Number(port), host);
      socket.pipe(behind).pipe(socket);
      for (const each of [socket, behind]) each.on('error', () => each.destroy());
    },
  );
  server.on('tlsClientError', () => (refused += 1));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  whole = {
    address: `localhost:${(server.address() as AddressInfo).port}`,
    namespace,
    caFile: file('ca.pem'),
    certFile: file('client.pem'),
    keyFile: file('client.key'),
  };
}, 60_000);
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('API, worker and command reach a Temporal that wants certificates of both sides', async () => {
  const api = connectTemporal({ temporal: whole } as Settings, []);
  const { connection } = await api.client();
  expect((await connection.workflowService.getSystemInfo({})).serverVersion).toMatch(/^\d/);
  await api.close();
  const { worker, client } = await connect(whole, pino({ level: 'silent' }), []);
  expect((await client.workflowService.getSystemInfo({})).serverVersion).toMatch(/^\d/);
  await worker.close();
  await client.connection.close();
  expect(await prepareTemporal(whole, () => undefined)).toEqual([]);
  expect(refused).toBe(0);
}, 60_000);

test('without a certificate of ours the server refuses', async () => {
  const stranger = { ...whole, certFile: undefined, keyFile: undefined };
  const api = connectTemporal({ temporal: stranger } as Settings, []);
  await expect(api.client()).rejects.toMatchObject({ code: 'process-unavailable' });
  expect(refused).toBeGreaterThan(0);
}, 30_000);

function makeCertificates(): void {
  const openssl = (args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  openssl(['req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=ca']);
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost');
  for (const name of ['server', 'client']) {
    openssl([
      'req',
      ...key,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${name}`,
    ]);
    openssl([
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key'],
      ...['-CAcreateserial', '-days', '2', '-extfile', 'names', '-out', `${name}.pem`],
    ]);
  }
}
