import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** DER of each certificate of a PEM file. Read each time: an authority is added without a restart. */
export async function readAnchors(pemFile: string): Promise<Uint8Array[]> {
  const pem = await readFile(pemFile, 'latin1');
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw));
}
