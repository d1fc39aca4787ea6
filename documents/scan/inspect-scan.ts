import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { ProblemCode } from '../../domain/problem';
import type { LookSource } from './child/tasks';
import { PageCounts } from './count-pages';
import { findHazard } from './find-hazards';
import { ObjectReader } from './read-objects';
import { rewriteScan, type RewrittenScan } from './rewrite-scan';
import { runBounded, type ScanLimits } from './child/run-bounded';

export type { ScanLimits } from './child/run-bounded';

/** Whether the counter takes a scan, and if not why. */
export interface ScanInspection {
  accepted: boolean;
  code: ProblemCode | null;
  /** Unknown where the file was refused before its pages were counted. */
  pages: number | null;
  bytes: number;
  /** What it is refused for is on this page, from 1, where that is known. */
  page?: number | undefined;
  /** Of the bytes as received, lower-case hexadecimal. */
  sha256: string;
}

/** qpdf's description of a 500-page scan is some 3 MB of text; a bomb's is boundless. */
const descriptionBytesMax = 64 * 1024 * 1024;
/** A file that is saved on has one end a revision; where qpdf must mend it, each costs it a search. */
const revisionsMax = 500;
/** A born-digital document of 500 pages has some 20,000 objects. */
const objectsMax = 50_000;

/**
 * Decides whether a scan may become a copy. The file is read by qpdf and by our own code only in
 * processes of their own under hard bounds; this process sees qpdf's description of the objects,
 * one at a time.
 * @throws SaoyError `scan-inspection-failed` where a program is not installed
 */
export async function inspectScan(file: Uint8Array, limits: ScanLimits): Promise<ScanInspection> {
  return (await judgeScan(file, limits)).inspection;
}

/** Inspects a scan and, where nothing speaks against it so far, rewrites and studies it. */
export async function judgeScan(
  file: Uint8Array,
  limits: ScanLimits,
  source?: LookSource,
): Promise<{ inspection: ScanInspection; rewritten: RewrittenScan | null }> {
  const facts = {
    bytes: file.length,
    sha256: createHash('sha256').update(file).digest('hex'),
  };
  const outside = inspectOutside(file, limits);
  if (outside) {
    return {
      inspection: { accepted: false, code: outside, pages: null, ...facts },
      rewritten: null,
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'saoy-scan-'));
  try {
    const path = join(folder, 'received.pdf');
    await writeFile(path, file, { mode: 0o600 });
    const inside = await inspectInside(path, limits);
    const rewritten = inside.code === null ? await rewriteScan(path, folder, limits, source) : null;
    const code = inside.code ?? rewritten?.code ?? null;
    return {
      inspection: {
        ...{ accepted: code === null, code, pages: inside.pages, ...facts },
        ...(rewritten?.page === undefined ? {} : { page: rewritten.page }),
      },
      rewritten,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the bytes at both ends tell: size, kind, foreign data around the PDF. */
function inspectOutside(file: Uint8Array, limits: ScanLimits): ProblemCode | null {
  if (file.length > limits.maxBytes) return 'scan-too-large';
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const header = bytes.subarray(0, 1024).indexOf('%PDF-', 0, 'latin1');
  if (header < 0) return 'scan-not-pdf';
  if (header > 0) return 'scan-polyglot';
  const end = bytes.lastIndexOf('%%EOF', undefined, 'latin1');
  if (end < 0) return 'scan-damaged';
  const after = bytes.subarray(end + '%%EOF'.length);
  if (after.some((byte) => ![0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20].includes(byte))) {
    return 'scan-polyglot';
  }
  if (endsAsZip(bytes)) return 'scan-polyglot';
  if (countEnds(bytes) > revisionsMax) return 'scan-damaged';
  // Also of a revision that a later one hides: whoever signed it signed this file.
  return bytes.includes('/ByteRange', 0, 'latin1') ? 'scan-signed' : null;
}

function countEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf('%%EOF'); at >= 0; at = bytes.indexOf('%%EOF', at + 5)) count += 1;
  return count;
}

/**
 * A ZIP directory whose comment ends where the file ends, or before whose end its entries stand, as
 * programs take it that do not mind what follows: the PDF is an archive as well.
 */
export function endsAsZip(bytes: Buffer): boolean {
  const from = Math.max(0, bytes.length - 65_557);
  for (let at = bytes.indexOf('PK\x05\x06', from, 'latin1'); at >= 0;) {
    if (at + 22 <= bytes.length) {
      if (at + 22 + bytes.readUInt16LE(at + 20) === bytes.length) return true;
      const entries = at - bytes.readUInt32LE(at + 12);
      if (entries >= 0 && bytes.toString('latin1', entries, entries + 4) === 'PK\x01\x02')
        return true;
    }
    at = bytes.indexOf('PK\x05\x06', at + 1, 'latin1');
  }
  return false;
}

async function inspectInside(
  path: string,
  limits: ScanLimits,
): Promise<{ code: ProblemCode | null; pages: number | null }> {
  const { code, pages } = await inspectObjects(path, limits);
  if (code) return { code, pages: null };
  if (pages === 0) return { code: 'scan-empty', pages };
  if (pages > limits.maxPages) return { code: 'scan-too-many-pages', pages };
  return { code: await unpackStreams(path, limits), pages };
}

/** qpdf's description of every object, and of the pages in their order. */
async function inspectObjects(
  path: string,
  limits: ScanLimits,
): Promise<{ code: ProblemCode | null; pages: number }> {
  let hazard: ProblemCode | null = null;
  let objects = 0;
  let bytes = 0;
  const decoder = new StringDecoder('utf8');
  const counts = new PageCounts();
  const reader = new ObjectReader((name, object) => {
    objects += 1;
    counts.take(name, object);
    hazard ??= objects > objectsMax ? 'scan-too-complex' : (findHazard(object) ?? null);
  });
  const args = ['--json=2', '--json-key=qpdf', '--json-key=pages', '--json-stream-data=none'];
  const run = await runBounded(
    'qpdf',
    [...args, '--decode-level=none', path],
    { ...limits, fileBytesMax: 0 },
    (chunk) => {
      bytes += chunk.length;
      try {
        reader.feed(decoder.write(chunk));
      } catch {
        hazard ??= 'scan-too-complex';
      }
      // Pages that are too many by far need not be described to the end.
      const enough = hazard !== null || reader.pages > limits.maxPages * 10;
      return !enough && bytes <= descriptionBytesMax;
    },
  );
  if (reader.pages > limits.maxPages) hazard ??= 'scan-too-many-pages';
  if (!run.exceeded && !counts.areTrue()) hazard ??= 'scan-damaged';
  return { code: hazard ?? judgeRun(run), pages: reader.pages };
}

/**
 * Every stream unpacked, but photographs, to nowhere: what cannot be unpacked each viewer would mend
 * in its own way. (`qpdf --check` would decode photographs too: 35 CPU-seconds for 24 MB.)
 */
async function unpackStreams(path: string, limits: ScanLimits): Promise<ProblemCode | null> {
  const args = ['--stream-data=uncompress', '--decode-level=generalized', path, '/dev/null'];
  return judgeRun(await runBounded('qpdf', args, { ...limits, fileBytesMax: 0 }));
}

/** qpdf ends with 2 on errors and with 3 on warnings, which are about what it had to repair. */
function judgeRun(run: {
  exitCode: number | null;
  exceeded: boolean;
  stderr: string;
}): ProblemCode | null {
  if (/invalid password|encryption/.test(run.stderr)) return 'scan-encrypted';
  if (run.exceeded || /std::bad_alloc|out of memory/i.test(run.stderr)) return 'scan-too-complex';
  return run.exitCode === 0 ? null : 'scan-damaged';
}
