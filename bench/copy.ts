/*
 * The document part of one dossier, stage by stage: normalise, prepare, sign, seal, long-term data,
 * verify; for scans of 1 and 24 MB, with RSA and P-256 keys. Time stamp and OCSP servers run in a
 * process of their own, keys in memory; the second that long-term data must wait for is not counted.
 * Yardsticks in the same run: EU DSS and pyHanko, warm, with the same keys, scans and servers (they
 * certify, approve and make LTA; filling the fields and the attestation page are ours alone).
 * Bars: both paths at most half of the better yardstick, memory at most 3 files + 150 MB, 0.25
 * CPU-seconds for the whole of a 1 MB scan (qpdf's included).
 * Run after a build: node dist/bench/copy.js. The yardsticks need Java, Maven and Python 3.
 */
import { execFileSync, fork } from 'node:child_process';
import {
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { addLongTermData } from '../documents/copy/add-long-term-data';
import { withDocumentBuffer } from '../documents/copy/document-buffers';
import { completeSignature } from '../documents/copy/complete-signature';
import {
  prepareCertification,
  type PreparedDocument,
  type SignerCertificate,
} from '../documents/copy/prepare-certification';
import { prepareSeal } from '../documents/copy/prepare-seal';
import { onlyHostOf } from '../documents/evidence/fetch-bounded';
import { httpIssuerSource } from '../documents/evidence/issuers';
import { httpRevocationSource } from '../documents/evidence/revocation-client';
import { httpTimestampSource } from '../documents/evidence/timestamp-client';
import { prepareStrangers, runYardsticks, type Yardstick } from './copy-yardsticks';
import { assemblePages } from '../documents/scan/assemble-pages';
import { normaliseScan } from '../documents/scan/normalise-scan';
import { usualScanLimits } from '../documents/scan/child/run-bounded';
import { verifyCopy } from '../documents/verify/verify-copy';
import { openStore } from '../storage/open-store';
import {
  createDevelopmentPki,
  openDevelopmentPki,
  type DevelopmentPki,
} from '../tokens/pki/create-development-pki';
import { issueCertificate } from '../tokens/pki/issue-certificate';
import { startPkiServices } from '../tokens/pki/services';

type Megabytes = 1 | 24;

const keyKinds = ['rsa-2048', 'p-256'] as const;
type KeyKind = (typeof keyKinds)[number];

const stages = [
  'normalise',
  'certify',
  'sign',
  'seal',
  'sign seal',
  'long-term',
  'verify',
] as const;
type Stage = (typeof stages)[number];

interface Outcome {
  bytes: number;
  /** Milliseconds, one a round. */
  times: Record<Stage, number[]>;
  /** CPU milliseconds, one a round, with child processes; what a busy machine does not distort much. */
  work: Record<Stage, number[]>;
  /** CPU-seconds of a round, with child processes. */
  cpu: number[];
  /** Megabytes. */
  peak: number;
}

const rounds = { 1: 30, 24: 10 };
const yardstickRounds = { 1: 10, 24: 4 };

async function main(): Promise<void> {
  const [role, ...rest] = process.argv.slice(2);
  if (role === 'serve') return serve(rest);
  if (role === 'case') return runCase(rest);
  const folder = mkdtempSync(join(tmpdir(), 'saoy-bench-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const dir = join(folder, 'pki');
  const pki = await createDevelopmentPki({ dir, baseUrl: url, now: Date.now() });
  await makeSigners(folder, pki);
  const services = fork(__filename, ['serve', join(folder, 'pki'), String(port)]);
  await new Promise((resolve) => services.once('message', resolve));
  try {
    const strangers = prepareStrangers();
    let met = true;
    for (const megabytes of [1, 24] as const) {
      writeFileSync(join(folder, 'scan.pdf'), drawScan(folder, megabytes));
      for (const kind of keyKinds) {
        const output = execFileSync(
          process.execPath,
          [...process.execArgv, __filename, 'case', folder, String(megabytes), kind],
          { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
        );
        const others = runYardsticks(strangers, {
          folder,
          kind,
          url,
          rounds: yardstickRounds[megabytes],
        });
        met = report(megabytes, kind, JSON.parse(output) as Outcome, others) && met;
      }
    }
    process.exitCode = met ? 0 : 1;
  } finally {
    services.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serve([dir = '', port = '0']: string[]): Promise<void> {
  await startPkiServices({ dir, port: Number(port) });
  process.send?.('ready');
}

async function runCase([folder = '', size = '', kind = '']: string[]): Promise<void> {
  const megabytes = Number(size) as Megabytes;
  const pki = await openDevelopmentPki(join(folder, 'pki'));
  const store = openStore(pathToFileURL(join(folder, 'store')).href);
  const timestamp = httpTimestampSource([`${pki.baseUrl}/tsa`]);
  const policy = onlyHostOf(pki.baseUrl);
  const revocation = httpRevocationSource({ policy });
  const issuers = httpIssuerSource({ policy });
  const [leader, agency] = [readSigner(folder, kind, 'leader'), readSigner(folder, kind, 'agency')];
  const chains = [pki.issuing, pki.root];
  const times = perStage();
  const work = perStage();
  const cpu: number[] = [];
  for (let round = -rounds[megabytes]; round < rounds[megabytes]; round += 1) {
    const before = cpuSeconds();
    /** What a stage makes waits in the store for the next, as between activities. */
    const stage = async (
      name: Stage,
      hash: string,
      run: (document: Uint8Array) => Promise<Uint8Array>,
    ): Promise<string> =>
      withDocumentBuffer(
        (allocate) => store.get(hash, allocate),
        async (document) => {
          const [begun, spent] = [performance.now(), cpuSeconds()];
          const made = await run(document);
          if (round >= 0) times[name].push(performance.now() - begun);
          if (round >= 0) work[name].push((cpuSeconds() - spent) * 1000);
          return store.put(made);
        },
      );
    let waiting: PreparedDocument | undefined;
    const prepared = async (preparing: Promise<PreparedDocument>) => {
      const { document, ...rest } = await preparing;
      waiting = { ...rest, document: new Uint8Array() };
      return document;
    };
    const complete = async (document: Uint8Array, { key, ...signer }: BenchSigner) => {
      if (waiting === undefined) throw new Error('nothing was prepared');
      const signature = sign('sha256', waiting.toBeSigned, { key, dsaEncoding: 'ieee-p1363' });
      return completeSignature({
        prepared: { ...waiting, document },
        signature,
        signer,
        timestamp,
      });
    };
    let hash = await store.put(readFileSync(join(folder, 'scan.pdf')));
    hash = await stage('normalise', hash, async (scan) => {
      return (await normaliseScan(scan, usualScanLimits)).pdf;
    });
    hash = await stage('certify', hash, (scan) => prepared(prepareCopy(scan, leader)));
    hash = await stage('sign', hash, (document) => complete(document, leader));
    hash = await stage('seal', hash, (certified) => prepared(prepareNumber(certified, agency)));
    hash = await stage('sign seal', hash, (document) => complete(document, agency));
    await sleep(1020 - (Date.now() % 1000));
    hash = await stage('long-term', hash, (sealed) =>
      addLongTermData({ sealed, chains, anchors: [pki.root], issuers, timestamp, revocation }),
    );
    await stage('verify', hash, async (copy) => {
      const options = { trustAnchors: [pki.root], at: Date.now(), online: false };
      const { verdict } = await verifyCopy(copy, options);
      if (verdict !== 'valid') throw new Error(`verdict ${verdict}`);
      return copy;
    });
    if (round >= 0) cpu.push(cpuSeconds() - before);
  }
  const peak = process.resourceUsage().maxRSS / 1024;
  const bytes = statSync(join(folder, 'scan.pdf')).size;
  process.stdout.write(JSON.stringify({ bytes, times, work, cpu, peak } satisfies Outcome));
}

function perStage(): Outcome['times'] {
  return Object.fromEntries(stages.map((stage) => [stage, []])) as unknown as Outcome['times'];
}

function prepareCopy(scan: Uint8Array, { certificate, chain }: BenchSigner) {
  return prepareCertification({
    scan,
    attestation: {
      officeName: 'Ủy ban nhân dân Phường Mẫu',
      officeParentName: 'Thành phố Ví Dụ',
      statement: 'Chứng thực bản sao đúng với bản chính',
      documentTypeName: 'Giấy khai sinh',
      originalPages: 2,
      signerName: 'Nguyễn Thị Ví Dụ',
      signerTitle: 'Chủ tịch',
      publicUrl: 'https://saoy.vi-du.vn/kiem-tra/K7Q2-9XWM',
    },
    signer: { certificate, chain },
    signedAt: Date.now(),
  });
}

function prepareNumber(certified: Uint8Array, { certificate, chain }: BenchSigner) {
  return prepareSeal({
    certified,
    number: '001/ĐT',
    book: 'Sổ Mẫu/ĐT',
    date: { day: '21', month: '11', year: '2026' },
    signer: { certificate, chain },
    signedAt: Date.now(),
  });
}

type BenchSigner = SignerCertificate & { key: KeyObject };

/** Keys and certificates as files, so that the yardsticks sign with the same ones. */
async function makeSigners(folder: string, pki: DevelopmentPki): Promise<void> {
  writeFileSync(join(folder, 'root.pem'), readFileSync(pki.rootFile));
  writeFileSync(join(folder, 'issuing.der'), pki.issuing);
  for (const kind of keyKinds) {
    for (const [name, profile] of [
      ['leader', 'signer'],
      ['agency', 'seal'],
    ] as const) {
      const { publicKey, privateKey } =
        kind === 'p-256'
          ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
          : generateKeyPairSync('rsa', { modulusLength: 2048 });
      const { der } = await issueCertificate(pki, {
        publicKey: publicKey.export({ type: 'spki', format: 'der' }),
        subject: { commonName: 'Nguyễn Thị Ví Dụ' },
        profile,
      });
      writeFileSync(join(folder, `${kind}-${name}.der`), der);
      const key = privateKey.export({ type: 'pkcs8', format: 'der' });
      writeFileSync(join(folder, `${kind}-${name}.key`), key, { mode: 0o600 });
    }
  }
}

function readSigner(folder: string, kind: string, name: string): BenchSigner {
  const read = (file: string) => readFileSync(join(folder, file));
  return {
    certificate: read(`${kind}-${name}.der`),
    chain: [read('issuing.der'), read(join('pki', 'root.der'))],
    key: createPrivateKey({ key: read(`${kind}-${name}.key`), format: 'der', type: 'pkcs8' }),
  };
}

function report(
  megabytes: Megabytes,
  kind: KeyKind,
  outcome: Outcome,
  yardsticks: Yardstick[],
): boolean {
  const { bytes, times, work, cpu, peak } = outcome;
  const size = bytes / 1e6;
  console.log(`\n${size.toFixed(1)} MB scan, ${kind}, ${cpu.length} rounds`);
  for (const stage of stages) {
    const [median, p95] = [quantile(times[stage], 0.5), quantile(times[stage], 0.95)];
    const spent = mean(work[stage]).toFixed(0);
    console.log(
      `  ${stage.padEnd(10)} median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, CPU ${spent} ms`,
    );
  }
  const signing = ['certify', 'sign', 'seal', 'sign seal', 'long-term'] as const;
  const whole = cpu.map((_, round) =>
    signing.reduce((sum, stage) => sum + (times[stage][round] ?? 0), 0),
  );
  const rows: [string, number, number, string][] = [
    compare('sign path', quantile(whole, 0.5), yardsticks, 'sign'),
    compare('verify', quantile(times.verify, 0.5), yardsticks, 'verify'),
    ['peak memory', peak, 3 * size + 150, 'MB'],
  ];
  if (megabytes === 1) rows.push(['whole, CPU', mean(cpu), 0.25, 'CPU-s']);
  for (const [what, value, bar, unit] of rows) {
    const verdict = value <= bar ? 'met' : 'MISSED';
    console.log(
      `  ${what}: ${value.toFixed(2)} ${unit}, bar ${bar.toFixed(2)}, ${(value / bar).toFixed(2)}× of it: ${verdict}`,
    );
  }
  return rows.every(([, value, bar]) => value <= bar);
}

/** Against half of the better yardstick; the ratio to each is printed. */
function compare(
  what: string,
  median: number,
  yardsticks: Yardstick[],
  path: 'sign' | 'verify',
): [string, number, number, string] {
  const ratios = yardsticks.map(
    (other) => `${(median / other[path]).toFixed(2)}× ${other.name}'s ${other[path].toFixed(0)}`,
  );
  const bar = Math.min(...yardsticks.map((other) => other[path])) / 2;
  return [`${what} (${ratios.join(', ')})`, median, bar, 'ms'];
}

/** Page pictures as a scanner makes them (JPEG, 200 dpi, with paper grain), up to the size asked for. */
function drawScan(folder: string, megabytes: number): Buffer {
  const side = 400;
  const grain = randomBytes(side * side).map((byte) => 200 + (byte >> 3));
  const parts = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im 5 0 R >> >> >>',
    '<< /Length 35 >>\nstream\nq 595 0 0 842 0 0 cm /Im Do Q       \nendstream',
    `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray /BitsPerComponent 8 /Interpolate false /Length ${grain.length} >>\nstream\n${Buffer.from(grain).toString('latin1')}\nendstream`,
  ];
  const objects = parts.map((part, index) => `${index + 1} 0 obj\n${part}\nendobj\n`).join('');
  const page = join(folder, 'page');
  writeFileSync(
    `${page}.pdf`,
    Buffer.from(`%PDF-1.7\n${objects}trailer\n<< /Root 1 0 R /Size 6 >>\n`, 'latin1'),
  );
  execFileSync('pdftoppm', ['-jpeg', '-r', '200', '-singlefile', `${page}.pdf`, page], {
    stdio: 'ignore',
  });
  const jpeg = readFileSync(`${page}.jpg`);
  const count = Math.max(1, Math.round((megabytes * 1e6) / jpeg.length));
  const pages = Array.from({ length: count }, () => ({ bytes: jpeg, turn: 0 as const }));
  return Buffer.from(assemblePages(pages).pdf);
}

/** CPU-seconds of this process and of its ended children. */
/** Of this process, of its children that have ended, and of those that wait for more work. */
function cpuSeconds(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
  const alive = children === '' ? [] : children.split(' ');
  const own = ticksOf('self', 15);
  return (own + alive.reduce((sum, pid) => sum + ticksOf(pid, 13), 0)) / 100;
}

/** utime, stime and, up to the field 15, cutime and cstime, in hundredths of a second (proc(5)). */
function ticksOf(pid: string, end: 13 | 15): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, end).reduce((sum, ticks) => sum + Number(ticks), 0);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

void main();
