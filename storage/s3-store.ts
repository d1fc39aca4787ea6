import { stat } from 'node:fs/promises';
import { SaoyError } from '../domain/problem';
import { asideKey, asidePrefix, findHash, hashOf, hashOfFile, keyOf } from './content-key';
import type { ContentStore, StoredContent } from './content-store';
import { readChecked } from './read-checked';
import { removeContent } from './remove-content';
import { readS3Address } from './s3-address';
import {
  askS3,
  openS3,
  type S3Answer,
  type S3Body,
  type S3Request,
  usualPatience,
} from './s3-requests';

/** Keys that a server lists at once. */
const listedAtOnce = 1_000;
/** `/readyz` and the pre-flight ask for it: soon, and once. */
const roomPatience = { answerMs: 2_000, uploadMs: 2_000, tries: 1, pauseMs: 0 };

/**
 * A bucket on a server that speaks S3 and whose objects are seen whole or not at all, at once after they were
 * written, as AWS S3, MinIO, Ceph and others hold it.
 * @param url as `readS3Address` reads it
 */
export function openBucket(url: string, patience = usualPatience): ContentStore {
  const address = readS3Address(url);
  const ask = (request: S3Request, allocate?: (length: number) => Uint8Array) =>
    askS3(address, patience, request, allocate);
  const has = async (hash: string) => isThere(await ask({ method: 'HEAD', key: keyOf(hash) }));
  const listKeys = (prefix: string, after = '') =>
    ask({
      ...{ method: 'GET', key: '' },
      query: {
        ...{ 'list-type': '2', 'encoding-type': 'url', 'max-keys': String(listedAtOnce) },
        prefix: address.prefix + prefix,
        ...(after === '' ? {} : { 'start-after': address.prefix + after }),
      },
    }).then((answer) => readListing(answer, address.prefix));
  const listAside = async (hash: string) =>
    (await listKeys(asidePrefix(hash))).map(({ key }) => key);

  const read = async (hash: string, allocate?: (length: number) => Uint8Array) => {
    const answer = await ask({ method: 'GET', key: keyOf(hash) }, allocate);
    if (isThere(answer)) return answer.bytes;
    // Between put aside and put back it is still read.
    for (const key of await listAside(hash)) {
      const aside = await ask({ method: 'GET', key }, allocate);
      if (isThere(aside)) return aside.bytes;
    }
    throw new SaoyError('content-missing', { hash });
  };

  const openContent = async (hash: string) => {
    const openAt = (key: string) => openS3(address, patience, key);
    const found = await openAt(keyOf(hash));
    if (found) return found;
    for (const key of await listAside(hash)) {
      const aside = await openAt(key);
      if (aside) return aside;
    }
    throw new SaoyError('content-missing', { hash });
  };
  const upload = async (hash: string, body: S3Body) => {
    const headers = { 'content-type': 'application/octet-stream' };
    const { status } = await ask({ method: 'PUT', key: keyOf(hash), headers, body });
    if (status === 404) throw new SaoyError('storage-unavailable');
    return hash;
  };
  /** Nothing where there is nothing to move. */
  const move = async (from: string, to: string) => {
    const source = `${new URL(address.bucketUrl).pathname}/${address.prefix}${from}`;
    const copied = await ask({ method: 'PUT', key: to, headers: { 'x-amz-copy-source': source } });
    if (!isThere(copied)) return;
    // A server may have begun to answer with 200 and then found out that it cannot.
    if (!Buffer.from(copied.bytes).includes('<CopyObjectResult')) {
      throw new SaoyError('storage-unavailable', {}, { cause: new Error('not copied') });
    }
    await ask({ method: 'DELETE', key: from });
  };

  return {
    has,
    async room() {
      await askS3(address, roomPatience, {
        ...{ method: 'GET', key: '' },
        query: { 'list-type': '2', 'max-keys': '0' },
      });
      return Number.POSITIVE_INFINITY;
    },
    async put(bytes) {
      const hash = hashOf(bytes);
      return (await has(hash)) ? hash : upload(hash, { bytes, sha256: hash });
    },
    async putFile(path) {
      const hash = await hashOfFile(path);
      if (await has(hash)) return hash;
      const { size: length } = await stat(path);
      return upload(hash, { path, length, sha256: hash });
    },
    async sizeOf(hash) {
      for (const key of [keyOf(hash), ...(await listAside(hash))]) {
        const answer = await ask({ method: 'HEAD', key });
        if (isThere(answer)) return Number(answer.headers.get('content-length'));
      }
      throw new SaoyError('content-missing', { hash });
    },
    async *read(hash, range) {
      const { parts } = await openContent(hash);
      yield* readChecked(hash, parts, range);
    },
    async get(hash, allocate) {
      const bytes = await read(hash, allocate);
      if (hashOf(bytes) !== hash) throw new SaoyError('content-damaged', { hash });
      return bytes;
    },
    async *list() {
      for (let after = ''; ;) {
        const found = await listKeys('', after);
        for (const { key, ...rest } of found) {
          const hash = findHash(key);
          if (hash) yield { hash, ...rest };
        }
        const last = found.at(-1);
        if (!last || found.length < listedAtOnce) return;
        after = last.key;
      }
    },
    remove: (hash, isNeeded) =>
      removeContent(
        {
          putAside: () => move(keyOf(hash), asideKey(hash)),
          listAside: () => listAside(hash),
          putBack: (aside) => move(aside, keyOf(hash)),
          drop: async (aside) => void (await ask({ method: 'DELETE', key: aside })),
        },
        isNeeded,
      ),
  };
}

function isThere({ status }: S3Answer): boolean {
  return status !== 404;
}

/** The answer to ListObjectsV2: keys without the prefix. */
function readListing(
  { bytes }: S3Answer,
  prefix: string,
): ({ key: string } & Omit<StoredContent, 'hash'>)[] {
  const entries =
    Buffer.from(bytes)
      .toString()
      .match(/<Contents>.*?<\/Contents>/gs) ?? [];
  return entries.map((entry) => ({
    key: decodeURIComponent(textOf(entry, 'Key').replace(/\+/g, ' ')).slice(prefix.length),
    bytes: Number(textOf(entry, 'Size')),
    writtenAt: new Date(textOf(entry, 'LastModified')),
  }));
}

function textOf(entry: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(entry)?.[1] ?? '';
}
