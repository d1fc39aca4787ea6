import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { pino } from 'pino';
import { join } from 'node:path';
import { createDevelopmentPki, type DevelopmentPki } from '../../tokens/pki/create-development-pki';
import { issueCertificate, revokeCertificate } from '../../tokens/pki/issue-certificate';
import { startPkiServices } from '../../tokens/pki/services';
import type { ApiDeps } from '../http/deps';
import { ServiceChecks } from './check-services';

/** What stands before a signature, asked of a responder and a time stamp server that answer. */
let dir: string;
let pki: DevelopmentPki;
let services: Awaited<ReturnType<typeof startPkiServices>>;
let issuing: Uint8Array;
const clock = { off: 0 };
const now = () => Date.now() + clock.off;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-preflight-'));
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  pki = await createDevelopmentPki({ dir: join(dir, 'pki'), baseUrl, now: Date.now() });
  services = await startPkiServices({ dir: pki.dir, port });
  issuing = new X509Certificate(await readFile(join(pki.dir, 'issuing.pem'))).raw;
});
afterAll(async () => {
  await services.close();
  await rm(dir, { recursive: true });
});

test('all answer: not revoked, a time stamp, a clock that is right', async () => {
  const signer = await issue();
  expect(await read(signer.der)).toEqual([
    ['certificate', true, expect.stringContaining('“Nguyễn Thị Ví Dụ” (số …')],
    ['revocation', true, expect.stringContaining('chưa bị thu hồi (hỏi lúc')],
    ['time-stamp', true, expect.any(String)],
    ['clock', true, 'Đồng hồ máy chủ lệch không quá 1 giây so với dấu thời gian.'],
  ]);
});

test('a revoked certificate is told before the token is asked', async () => {
  const signer = await issue();
  await revokeCertificate(pki, { serial: signer.serial, at: Date.now(), reason: 'superseded' });
  expect((await read(signer.der))[1]).toEqual([
    'revocation',
    false,
    expect.stringContaining('đã bị thu hồi. Liên hệ nơi cấp'),
  ]);
});

test.each([-90_000, 90_000])(
  'a clock that is off by %i ms is told, and by how much',
  async (off) => {
    const signer = await issue();
    clock.off = off;
    try {
      const line = (await read(signer.der)).find(([check]) => check === 'clock');
      expect(line?.slice(0, 2)).toEqual(['clock', false]);
      expect(line?.[2]).toMatch(/lệch (89|90) giây .* Báo quản trị viên chỉnh giờ/);
    } finally {
      clock.off = 0;
    }
  },
);

test('nobody answers: both are told, with whom to call', async () => {
  const signer = await issue();
  const lines = await read(signer.der, ['http://127.0.0.1:1/'], []);
  expect(lines.map(([check, ok]) => [check, ok])).toEqual([
    ['certificate', true],
    ['revocation', false],
    ['time-stamp', false],
  ]);
  for (const [, , text] of lines.slice(1)) expect(text).toContain('áo quản trị viên');
});

/** A fresh look: nothing is remembered of an earlier one. */
async function read(
  der: Uint8Array,
  tsaUrls = [`${pki.baseUrl}/tsa`],
  evidencePrivateHosts = [new URL(pki.baseUrl).host],
) {
  const trustAnchorsFile = pki.rootFile;
  const settings = { tsaUrls, evidencePrivateHosts, trustAnchorsFile } as unknown;
  const deps = { settings: settings as ApiDeps['settings'], now, log: pino({ enabled: false }) };
  const checks = await new ServiceChecks(deps).check([der, issuing]);
  return checks.map(({ check, ok, text }) => [check, ok, text] as [string, boolean, string]);
}

function issue() {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return issueCertificate(pki, {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    subject: { commonName: 'Nguyễn Thị Ví Dụ' },
    profile: 'signer',
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
