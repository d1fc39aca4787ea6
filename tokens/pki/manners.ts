import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How real authorities behave and a development PKI does when told to; each is within the standards. */
export interface PkiManners {
  /** OCSP answers and CRLs were made so long ago, in milliseconds, and are still in force (RFC 5019). */
  madeMsAgo?: number;
  /** Requests with a nonce are answered `unauthorized`. */
  refusesNonces?: boolean;
  hasNoOcsp?: boolean;
  /** CRLs come as text, or behind so many redirects. */
  crlAsPem?: boolean;
  crlRedirects?: number;
  /** DER, base64, of certificates that tokens carry beside the authority's own. */
  tokenCertificates?: string[];
  /** `name:password` that the time stamp server wants (RFC 7617). */
  tsaCredentials?: string;
}

const fileOf = (dir: string) => join(dir, 'manners.json');

/** Has the services of a PKI behave so from the next request on, in whatever process they run. */
export async function setManners(dir: string, manners: PkiManners): Promise<void> {
  const aside = `${fileOf(dir)}.${process.pid}`;
  await writeFile(aside, JSON.stringify(manners));
  await rename(aside, fileOf(dir));
}

export async function readManners(dir: string): Promise<PkiManners> {
  try {
    return JSON.parse(await readFile(fileOf(dir), 'utf8')) as PkiManners;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
