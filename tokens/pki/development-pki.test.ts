import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { toPem } from './build-certificate';
import { createDevelopmentPki, type DevelopmentPki } from './create-development-pki';
import { issueCertificate, revokeCertificate } from './issue-certificate';
import { startPkiServices } from './services';

let dir: string;
let pki: DevelopmentPki;
let services: Awaited<ReturnType<typeof startPkiServices>>;
let signer: { der: Uint8Array; serial: string };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-pki-'));
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  pki = await createDevelopmentPki({ dir: join(dir, 'pki'), baseUrl, now: Date.now() });
  services = await startPkiServices({ dir: pki.dir, port });
  signer = await issue('signer');
  await writeFile(join(dir, 'signer.pem'), toPem(signer.der));
  await writeFile(
    join(dir, 'chain.pem'),
    (await readFile(join(pki.dir, 'issuing.pem'), 'utf8')) + (await readFile(pki.rootFile, 'utf8')),
  );
});

afterAll(async () => {
  await services.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the development PKI', () => {
  test('is made once and opened afterwards; its keys are for their owner only', async () => {
    const before = await readFile(pki.rootFile, 'utf8');
    const again = await createDevelopmentPki({ dir: pki.dir, baseUrl: pki.baseUrl, now: 0 });
    expect(again).toEqual(pki);
    expect(await readFile(again.rootFile, 'utf8')).toBe(before);
    const keys = (await readdir(pki.dir)).filter((name) => name.endsWith('.key'));
    expect(keys).toHaveLength(5);
    for (const key of keys) expect((await stat(join(pki.dir, key))).mode & 0o777).toBe(0o600);
  });

  test('refuses to be opened under another address, which its certificates do not name', async () => {
    await expect(
      createDevelopmentPki({ dir: pki.dir, baseUrl: 'http://127.0.0.1:1', now: 0 }),
    ).rejects.toMatchObject({ code: 'pki-address-changed' });
  });

  test('issues certificates that openssl verifies up to the root with CRLs of every level', async () => {
    for (const name of ['root', 'issuing']) {
      const crl = Buffer.from(await (await fetch(`${pki.baseUrl}/crl/${name}.crl`)).arrayBuffer());
      await writeFile(join(dir, `${name}.crl.der`), crl);
      await run('openssl', ['crl', '-inform', 'der', '-in', `${name}.crl.der`, '-out', name]);
    }
    await run('sh', ['-c', 'cat root issuing > crls.pem']);
    const { stdout } = await run('openssl', [
      'verify',
      ...['-x509_strict', '-crl_check_all', '-CRLfile', 'crls.pem'],
      ...['-CAfile', pki.rootFile, '-untrusted', join(pki.dir, 'issuing.pem'), 'signer.pem'],
    ]);
    expect(stdout).toContain('signer.pem: OK');
  });

  test('writes names in Vietnamese, non-repudiation and where to ask for status', async () => {
    const { stdout } = await run('openssl', [
      ...['x509', '-in', 'signer.pem', '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus'],
    ]);
    expect(stdout).toContain('CN=Nguyễn Thị Ví Dụ');
    expect(stdout).toContain('UID=CCCD:000000000001');
    expect(stdout).toContain('Digital Signature, Non Repudiation');
    expect(stdout).toContain(`OCSP - URI:${pki.baseUrl}/ocsp`);
    expect(stdout).toContain(`CA Issuers - URI:${pki.baseUrl}/ca/issuing.crt`);
    expect(stdout).toContain(`URI:${pki.baseUrl}/crl/issuing.crl`);
    const ca = await (await fetch(`${pki.baseUrl}/ca/issuing.crt`)).arrayBuffer();
    expect(Buffer.from(ca)).toEqual(Buffer.from(pki.issuing));
  });

  test('keeps its time stamp authority valid past 2036', async () => {
    const tsa = new X509Certificate(await readFile(join(pki.dir, 'tsa.der')));
    expect(Date.parse(tsa.validTo)).toBeGreaterThan(Date.parse('2037-01-01'));
    const issuing = new X509Certificate(pki.issuing);
    expect(Date.parse(issuing.validTo)).toBeGreaterThan(Date.parse(tsa.validTo));
  });
});

describe('its OCSP responder', () => {
  const ask = (file: string, issuer: string, ...more: string[]) =>
    run('openssl', [
      ...['ocsp', '-issuer', join(pki.dir, `${issuer}.pem`), '-cert', file],
      ...['-url', `${pki.baseUrl}/ocsp`, '-CAfile', 'chain.pem', '-verify_other', 'chain.pem'],
      ...more,
    ]);

  test.each([['-sha1'], ['-sha256']])('says good, with the nonce, under %s', async (hash) => {
    // The hash must come before the certificate that it applies to.
    const { stdout, stderr } = await run('openssl', [
      ...['ocsp', '-issuer', join(pki.dir, 'issuing.pem'), hash, '-cert', 'signer.pem'],
      ...['-url', `${pki.baseUrl}/ocsp`, '-CAfile', 'chain.pem'],
    ]);
    expect(stdout).toContain('signer.pem: good');
    expect(stderr).toContain('Response verify OK');
    expect(stderr).not.toContain('nonce');
  });

  test('answers for the issuing CA by the responder of the root', async () => {
    const { stdout, stderr } = await ask(join(pki.dir, 'issuing.pem'), 'root');
    expect(stdout).toContain('issuing.pem: good');
    expect(stderr).toContain('Response verify OK');
  });

  test('says revoked with time and reason from the next answer on, as the CRL does', async () => {
    const revoked = await issue('signer');
    await writeFile(join(dir, 'revoked.pem'), toPem(revoked.der));
    expect((await ask('revoked.pem', 'issuing')).stdout).toContain('revoked.pem: good');
    const at = Date.parse('2026-11-20T08:00:00Z');
    await revokeCertificate(pki, { serial: revoked.serial, at, reason: 'keyCompromise' });
    await revokeCertificate(pki, { serial: revoked.serial, at: at + 1, reason: 'superseded' });
    const { stdout } = await ask('revoked.pem', 'issuing');
    expect(stdout).toContain('revoked.pem: revoked');
    expect(stdout).toContain('Reason: keyCompromise');
    expect(stdout).toContain('Revocation Time: Nov 20 08:00:00 2026 GMT');
    const crl = Buffer.from(await (await fetch(`${pki.baseUrl}/crl/issuing.crl`)).arrayBuffer());
    await writeFile(join(dir, 'after.crl'), crl);
    const text = await run('openssl', ['crl', '-inform', 'der', '-in', 'after.crl', '-text']);
    expect(text.stdout).toContain(`Serial Number: ${revoked.serial.toUpperCase()}`);
    expect(text.stdout).toContain('Key Compromise');
  });

  test('does not know a serial number it never issued', async () => {
    const { stdout } = await run('openssl', [
      ...['ocsp', '-issuer', join(pki.dir, 'issuing.pem'), '-serial', '0x4142434445'],
      ...['-url', `${pki.baseUrl}/ocsp`, '-CAfile', 'chain.pem'],
    ]);
    expect(stdout).toContain('0x4142434445: unknown');
  });

  test('answers GET as it answers POST', async () => {
    await run('openssl', [
      ...['ocsp', '-issuer', join(pki.dir, 'issuing.pem'), '-cert', 'signer.pem'],
      ...['-no_nonce', '-reqout', 'request.der'],
    ]);
    const request = (await readFile(join(dir, 'request.der'))).toString('base64');
    const answer = await fetch(`${pki.baseUrl}/ocsp/${encodeURIComponent(request)}`);
    expect(answer.headers.get('content-type')).toBe('application/ocsp-response');
    await writeFile(join(dir, 'answer.der'), Buffer.from(await answer.arrayBuffer()));
    const { stdout } = await run('openssl', [
      ...['ocsp', '-respin', 'answer.der', '-reqin', 'request.der', '-CAfile', 'chain.pem'],
      ...['-issuer', join(pki.dir, 'issuing.pem'), '-cert', 'signer.pem'],
    ]);
    expect(stdout).toContain('signer.pem: good');
  });

  test('refuses what is no request, foreign CAs and bodies without end', async () => {
    const post = (body: Uint8Array) =>
      fetch(`${pki.baseUrl}/ocsp`, { method: 'POST', body: Buffer.from(body) });
    const code = async (body: Uint8Array) =>
      Buffer.from(await (await post(body)).arrayBuffer()).toString('hex');
    expect(await code(Buffer.from('no request'))).toBe('30030a0101');
    expect(await code(new Uint8Array())).toBe('30030a0101');
    expect((await post(Buffer.alloc(70_000))).status).toBe(413);
    await run('openssl', [
      ...['ocsp', '-issuer', join(pki.dir, 'tsa.pem'), '-serial', '1', '-reqout', 'foreign.der'],
    ]);
    expect(await code(await readFile(join(dir, 'foreign.der')))).toBe('30030a0106');
  });
});

describe('its time stamp authority', () => {
  test.each(['-sha256', '-sha384', '-sha512'])('stamps %s digests', async (hash) => {
    await writeFile(join(dir, 'data'), 'Bản sao thử');
    await run('openssl', ['ts', '-query', '-data', 'data', hash, '-cert', '-out', 'tsq']);
    await stamp('tsq', 'tsr');
    const { stdout } = await run('openssl', [
      ...['ts', '-verify', '-queryfile', 'tsq', '-in', 'tsr', '-CAfile', 'chain.pem'],
    ]);
    expect(stdout).toContain('Verification: OK');
    const wrong = run('openssl', [
      ...['ts', '-verify', '-data', 'signer.pem', '-in', 'tsr', '-CAfile', 'chain.pem'],
    ]);
    await expect(wrong).rejects.toThrow();
  });

  test('leaves its certificate out where it is not asked for', async () => {
    await run('openssl', ['ts', '-query', '-data', 'data', '-sha256', '-out', 'short.tsq']);
    const answer = await stamp('short.tsq', 'short.tsr');
    const tsa = await readFile(join(pki.dir, 'tsa.der'));
    expect(answer.includes(tsa)).toBe(false);
    const { stdout } = await run('openssl', [
      ...['ts', '-verify', '-queryfile', 'short.tsq', '-in', 'short.tsr', '-CAfile', 'chain.pem'],
      ...['-untrusted', join(pki.dir, 'tsa.pem')],
    ]);
    expect(stdout).toContain('Verification: OK');
  });

  test.each([
    ['SHA-1', ['-sha1'], 'unrecognized or unsupported algorithm'],
    ['a foreign policy', ['-sha256', '-tspolicy', '1.2.3.4.5'], 'policy is not supported'],
  ])('rejects %s', async (_what, options, reason) => {
    await run('openssl', ['ts', '-query', '-data', 'data', ...options, '-out', 'bad.tsq']);
    await stamp('bad.tsq', 'bad.tsr');
    const { stdout } = await run('openssl', ['ts', '-reply', '-in', 'bad.tsr', '-text']);
    expect(stdout).toContain('Status: Rejected.');
    expect(stdout).toContain(reason);
  });

  test('rejects what is no request', async () => {
    await writeFile(join(dir, 'junk.tsq'), 'x');
    await stamp('junk.tsq', 'junk.tsr');
    const { stdout } = await run('openssl', ['ts', '-reply', '-in', 'junk.tsr', '-text']);
    expect(stdout).toContain('transaction not permitted or supported');
  });

  test('never gives one serial number twice and tells the time it is given', async () => {
    const at = Date.parse('2031-02-03T04:05:06.789Z');
    const other = await startPkiServices({ dir: pki.dir, port: 0, clock: () => at });
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => stamp('short.tsq', 'any.tsr', other.url)),
      );
      const hashes = answers.map((a) => createHash('sha256').update(a).digest('hex'));
      expect(new Set(hashes).size).toBe(20);
    } finally {
      await other.close();
    }
    const { stdout } = await run('openssl', ['ts', '-reply', '-in', 'any.tsr', '-text']);
    expect(stdout).toContain('Time stamp: Feb  3 04:05:06 2031 GMT');
  });
});

test('neither service falls over what is thrown at it', async () => {
  const request = await readFile(join(dir, 'request.der'));
  const seeds = [request, await readFile(join(dir, 'tsq'))];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 }),
      fc.nat(200),
      async (seed, changes, keep) => {
        const body = Buffer.from(seed.subarray(0, keep));
        for (const [at, value] of changes) if (at < body.length) body[at] = value;
        for (const path of ['tsa', 'ocsp']) {
          const answer = await fetch(`${pki.baseUrl}/${path}`, { method: 'POST', body });
          expect(answer.status).toBe(200);
          expect(Buffer.from(await answer.arrayBuffer())[0]).toBe(0x30);
        }
      },
    ),
    { numRuns: 150 },
  );
  expect((await fetch(`${pki.baseUrl}/ocsp/%zz`)).status).toBe(400);
  for (const path of ['', 'ca/tsa.crt', 'crl/..%2froot.key', 'ca/root.key', 'ocsp'])
    expect((await fetch(`${pki.baseUrl}/${path}`)).status).toBe(404);
});

async function issue(profile: 'signer') {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return issueCertificate(pki, {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    subject: {
      commonName: 'Nguyễn Thị Ví Dụ',
      organization: 'UBND Phường Mẫu',
      title: 'Phó Chủ tịch',
      userId: 'CCCD:000000000001',
    },
    profile,
  });
}

async function stamp(queryFile: string, replyFile: string, url = pki.baseUrl): Promise<Buffer> {
  const response = await fetch(`${url}/tsa`, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: await readFile(join(dir, queryFile)),
  });
  const answer = Buffer.from(await response.arrayBuffer());
  await writeFile(join(dir, replyFile), answer);
  return answer;
}

function run(command: string, args: string[]): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: dir }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`));
      else resolve({ stdout, stderr });
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
