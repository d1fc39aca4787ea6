import { unzip } from 'fflate';
import { inspectScan } from '../scan/inspect-scan';
import { usualScanLimits } from '../scan/child/run-bounded';

/** What an identity paper is scanned into at a desk (QĐ 1287/QĐ-UBND). */
export type IdentityScanKind = 'pdf' | 'doc' | 'docx';

/** Two sides, and a page to spare. */
const pagesMax = 20;
const partsMax = 500;
const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * What a file is by its content, whatever its name says.
 * @returns undefined for all that is none of the three, or that would do something when it is opened
 */
export async function identityScanKind(file: Uint8Array): Promise<IdentityScanKind | undefined> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.subarray(0, 1024).includes('%PDF-'))
    return (await isPlainPdf(file)) ? 'pdf' : undefined;
  if (bytes.subarray(0, 8).equals(compoundFile)) return isPlainDoc(bytes) ? 'doc' : undefined;
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    return isPlainDocx(await partsOf(file)) ? 'docx' : undefined;
  }
  return undefined;
}

/** By the bounded inspection that scans of originals go through. */
async function isPlainPdf(file: Uint8Array): Promise<boolean> {
  const limits = { ...usualScanLimits, maxBytes: file.length, maxPages: pagesMax };
  return (await inspectScan(file, limits)).accepted;
}

/** Names in its directory are UTF-16. */
function isPlainDoc(bytes: Buffer): boolean {
  const has = (name: string) => bytes.includes(Buffer.from(name, 'utf16le'));
  return has('WordDocument') && !has('_VBA_PROJECT') && !has('Macros');
}

function isPlainDocx(parts: readonly string[] | undefined): boolean {
  if (!parts?.includes('[Content_Types].xml') || !parts.includes('word/document.xml')) return false;
  return !parts.some((name) => /vbaProject|activeX|\/embeddings\//i.test(name));
}

/** Names alone are read; nothing is unpacked. @returns undefined where it is no archive */
function partsOf(file: Uint8Array): Promise<string[] | undefined> {
  const names: string[] = [];
  return new Promise((resolve) => {
    const filter = ({ name }: { name: string }) => {
      if (names.length < partsMax) names.push(name);
      return false;
    };
    unzip(file, { filter }, (error) => resolve(error ? undefined : names));
  });
}
