import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaoyError } from '../../domain/problem';
import { runInChild } from './child/run-in-child';
import type { Turn } from './child/tasks';
import { endsAsZip, inspectScan, type ScanInspection } from './inspect-scan';
import { type NormalisedScan, normaliseScan } from './normalise-scan';
import { findPictureKind, type PictureKind } from './picture-kind';
import type { ScanLimits } from './child/run-bounded';

export type { Turn } from './child/tasks';

/** A file as it was handed over, in the order of the pages. */
export interface HandedFile {
  bytes: Uint8Array;
  /** Clockwise; for pictures, after they were set upright by what they say of themselves. */
  turn: Turn;
}

/** What is to be remembered of each file as received. */
export interface TakenFile {
  /** Lower-case hexadecimal. */
  sha256: string;
  bytes: number;
  kind: 'pdf' | PictureKind;
  turn: Turn;
}

export interface TakenScan extends NormalisedScan {
  files: TakenFile[];
}

/**
 * Takes what was handed over as the scan of one original: one PDF, or pictures of its pages in
 * order, which are put into one PDF. Nothing of it is parsed in this process.
 * @throws SaoyError `scan-…` as `inspectScan` decides; `scan-mixed` for a PDF among other files;
 *   `scan-turned` for a PDF that is to be turned; `page-picture-…` with the number of the file,
 *   from 1
 */
export async function intakeScan(files: HandedFile[], limits: ScanLimits): Promise<TakenScan> {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const params = {
    maxMegabytes: Math.floor(limits.maxBytes / 1024 / 1024),
    maxPages: limits.maxPages,
  };
  if (bytes > limits.maxBytes) throw new SaoyError('scan-too-large', params);
  if (files.length > limits.maxPages) throw new SaoyError('scan-too-many-pages', params);
  const kinds = files.map((file) => findPictureKind(file.bytes));
  const taken = files.map((file, index) => describe(file, kinds[index] ?? 'pdf'));
  if (kinds.every((kind) => kind === undefined)) {
    const [only, second] = files;
    if (!only) throw new SaoyError('scan-empty');
    if (second) throw new SaoyError('scan-mixed');
    if (only.turn !== 0) throw new SaoyError('scan-turned');
    return { ...(await normaliseScan(only.bytes, limits)), files: taken };
  }
  if (kinds.some((kind) => kind === undefined)) {
    const isPdf = files.some((file, index) => kinds[index] === undefined && beginsAsPdf(file));
    throw new SaoyError(isPdf ? 'scan-mixed' : 'scan-not-pdf');
  }
  if (files.some(isPolyglot)) throw new SaoyError('scan-polyglot');
  return { ...(await takePictures(files, limits)), files: taken };
}

/**
 * What the counter would say of one file by itself, a PDF or a picture of a page.
 * @throws SaoyError `scan-inspection-failed` where a program is not installed
 */
export async function inspectHanded(
  bytes: Uint8Array,
  limits: ScanLimits,
): Promise<ScanInspection> {
  if (!findPictureKind(bytes)) return inspectScan(bytes, limits);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const facts = { bytes: bytes.length, sha256 };
  try {
    const { pages } = await intakeScan([{ bytes, turn: 0 }], limits);
    return { accepted: true, code: null, pages, ...facts };
  } catch (error) {
    if (!(error instanceof SaoyError) || error.code === 'scan-inspection-failed') throw error;
    return { accepted: false, code: error.code, pages: null, ...facts };
  }
}

/** The bytes that say whether two uploads are the same, one file or many. */
export function hashOfFiles(files: TakenFile[]): string {
  const [only] = files;
  if (only && files.length === 1 && only.turn === 0) return only.sha256;
  const lines = files.map(({ sha256, turn }) => `${sha256} ${turn}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

function describe({ bytes, turn }: HandedFile, kind: TakenFile['kind']): TakenFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, bytes: bytes.length, kind, turn };
}

function beginsAsPdf({ bytes }: HandedFile): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-', 0, 'latin1');
}

/** A picture that another program would take for something else. */
function isPolyglot(file: HandedFile): boolean {
  const { bytes } = file;
  return beginsAsPdf(file) || endsAsZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

async function takePictures(files: HandedFile[], limits: ScanLimits): Promise<NormalisedScan> {
  const folder = await mkdtemp(join(tmpdir(), 'saoy-pictures-'));
  try {
    const pictures = files.map(({ turn }, index) => ({ path: join(folder, `${index}`), turn }));
    for (const [index, { bytes }] of files.entries()) {
      await writeFile(pictures[index]?.path ?? '', bytes, { mode: 0o600 });
    }
    const target = join(folder, 'assembled.pdf');
    const { frames } = await runInChild({ kind: 'assemble', pictures, target }, limits);
    const pdf = await readFile(target);
    // Unpacking what is transparent may make it larger than what came.
    const within = { ...limits, maxBytes: limits.maxBytes * 2 };
    return await normaliseScan(pdf, within, { kind: 'pictures', files: pictures, frames });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
