import { fileURLToPath } from 'node:url';
import { SaoyError } from '../domain/problem';
import type { ContentStore } from './content-store';
import { openFolder } from './folder-store';
import { openBucket } from './s3-store';

/**
 * Opens the store that `STORAGE_URL` names.
 * @param url `file:///absolute/folder`, made at the first write; or a bucket on any server that speaks S3:
 *   `s3://KEY:SECRET@host[:port]/bucket[/prefix][?region=…]`, `s3+http://…` without TLS.
 * @throws SaoyError `setting-invalid` for a kind of store that is not served, or a bucket's address in part.
 */
export function openStore(url: string): ContentStore {
  const { protocol } = new URL(url);
  if (protocol === 'file:') return openFolder(fileURLToPath(url));
  if (protocol === 's3:' || protocol === 's3+http:') return openBucket(url);
  throw new SaoyError('setting-invalid', {
    name: 'STORAGE_URL',
    reason: `“${protocol}” is not served; give the folder as file:///path or a bucket as s3://….`,
  });
}
