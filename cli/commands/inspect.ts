import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SaoyError, sentence } from '../../domain/problem';
import { inspectHanded } from '../../documents/scan/intake-scan';
import type { ScanInspection } from '../../documents/scan/inspect-scan';
import { usualScanLimits } from '../../documents/scan/child/run-bounded';

const usage = 'Usage: saoy inspect FILE… [--json]\n';

/**
 * `saoy inspect`: would the counter take these scans, and if not why. Needs no stack. A line a file:
 * words for a person at a terminal, JSON for a program.
 * @returns 0 where all are accepted, 1 where some are not, 2 where it could not look
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (positionals.length === 0) {
    process.stderr.write(usage);
    return 2;
  }
  const asJson = values.json === true || !process.stdout.isTTY;
  let outcome = 0;
  for (const file of positionals) {
    try {
      const { scan, size } = await readScan(file);
      const inspection = { ...(await inspectHanded(scan, usualScanLimits)), bytes: size };
      process.stdout.write(asJson ? inJson(file, inspection) : inWords(file, inspection));
      if (!inspection.accepted) outcome = Math.max(outcome, 1);
    } catch (error) {
      process.stderr.write(`${file}: ${reasonOf(error)}\n`);
      outcome = 2;
    }
  }
  return outcome;
}

/** At most one byte more than may be taken: the size alone then refuses it. */
async function readScan(file: string): Promise<{ scan: Uint8Array; size: number }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, usualScanLimits.maxBytes + 1));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return { scan: bytes.subarray(0, bytesRead), size };
  } finally {
    await handle.close();
  }
}

function inJson(file: string, { accepted, code, pages, bytes }: ScanInspection): string {
  return `${JSON.stringify({ file, accepted, code, pages, bytes })}\n`;
}

function inWords(file: string, { code, pages }: ScanInspection): string {
  const limits = {
    maxMegabytes: usualScanLimits.maxBytes >> 20,
    maxPages: usualScanLimits.maxPages,
    // Of one file by itself.
    page: 1,
  };
  if (code === null) return `✓ ${file}: ${pages} trang\n`;
  return `✗ ${file}: ${sentence(code, 'vi', limits)} (${code})\n`;
}

function reasonOf(error: unknown): string {
  if (error instanceof SaoyError) return sentence(error.code, 'vi', error.params);
  const known: Record<string, string> = {
    ENOENT: 'không có tệp này',
    EACCES: 'không được phép đọc tệp này',
    EISDIR: 'đây là thư mục',
  };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return known[code] ?? 'không đọc được tệp này';
}
