import { SaoyError } from '../domain/problem';

/** A bucket and how it is reached. */
export interface S3Address {
  /** Ends in the bucket's name: it stands in the path, which every server takes. */
  bucketUrl: string;
  /** Before every key: empty, or ending in a slash. */
  prefix: string;
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

/**
 * Reads `s3://KEY:SECRET@host[:port]/bucket[/prefix][?region=…]`; `s3+http://` goes without TLS.
 * Characters that an address gives a meaning are escaped (`/` in the secret: `%2F`).
 * @throws SaoyError `setting-invalid`, which does not repeat the address: it holds the secret
 */
export function readS3Address(url: string): S3Address {
  const { protocol, username, password, host, pathname, searchParams } = new URL(url);
  const [bucket = '', ...folders] = pathname.split('/').slice(1);
  const prefix = folders.filter((folder) => folder !== '').join('/');
  if (!username || !password) throw invalid('give key and secret: s3://KEY:SECRET@host/bucket.');
  if (!host) throw invalid('give the server: s3://KEY:SECRET@host/bucket.');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw invalid('the first part of the path is the bucket: s3://KEY:SECRET@host/bucket.');
  }
  if (!/^[A-Za-z0-9._/-]*$/.test(prefix)) {
    throw invalid('a prefix has letters, digits, “.”, “_”, “-” and “/”.');
  }
  return {
    bucketUrl: `${protocol === 's3:' ? 'https' : 'http'}://${host}/${bucket}`,
    prefix: prefix === '' ? '' : `${prefix}/`,
    accessKeyId: unescaped(username),
    secretAccessKey: unescaped(password),
    // What servers that know no regions take.
    region: searchParams.get('region') ?? 'us-east-1',
  };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('a “%” in key or secret is written %25.');
  }
}

function invalid(reason: string): SaoyError {
  return new SaoyError('setting-invalid', { name: 'STORAGE_URL', reason });
}
