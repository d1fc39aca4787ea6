import { Readable } from 'node:stream';
import type { ByteRange } from '../../storage/content-store';
import type { ApiDeps } from './deps';
import type { AppContext } from './env';
import { problemResponse } from './problem';
import { binary } from './responses';

export interface StoredFile {
  hash: string;
  type: string;
  /** ASCII, without a quotation mark. */
  name: string;
}

/**
 * Kept content to be saved, sent as it is read: memory does not grow with it. A download that broke off goes on where
 * it ended (RFC 9110 §14): of what a `Range` asks for one part is sent, and all of it where it asks for several.
 * @throws SaoyError `content-missing`, `content-damaged`, `storage-unavailable`; what is only found out later breaks
 *   the download off before its end
 */
export async function answerFile(
  c: AppContext,
  { store, log }: Pick<ApiDeps, 'store' | 'log'>,
  { hash, type, name }: StoredFile,
): Promise<Response> {
  const etag = `"${hash}"`;
  const common = { etag, 'accept-ranges': 'bytes' };
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, common);
  const bytes = await store.sizeOf(hash);
  const isSame = (c.req.header('if-range') ?? etag) === etag;
  const range = isSame ? readRange(c.req.header('range'), bytes) : undefined;
  if (range === 'outside') {
    const answer = problemResponse('range-unsatisfiable', { bytes });
    answer.headers.set('content-range', `bytes */${bytes}`);
    return answer;
  }
  const { first, last } = range ?? { first: 0, last: bytes - 1 };
  const content = Readable.from(await begun(store.read(hash, range)), { objectMode: false });
  content.on('error', (error) => log.warn({ err: error, hash }, 'a file was not sent whole'));
  return c.body(Readable.toWeb(content) as ReadableStream, range ? 206 : 200, {
    ...common,
    'content-type': type,
    'content-length': String(last - first + 1),
    'content-disposition': `attachment; filename="${name}"`,
    ...(range ? { 'content-range': `bytes ${first}-${last}/${bytes}` } : {}),
  });
}

/** The same, of which the first part is there: a small file that is damaged is a problem, no broken download. */
async function begun(parts: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const rest = parts[Symbol.asyncIterator]();
  const first = await rest.next();
  return (async function* () {
    try {
      if (!first.done) yield first.value;
      yield* { [Symbol.asyncIterator]: () => rest };
    } finally {
      await rest.return?.();
    }
  })();
}

/** What `answerFile` answers, as `defineRoute` wants it. */
export function storedFile(type: string, description: string) {
  return {
    200: binary(type, description),
    206: binary(type, 'The part that `Range` asks for'),
    304: { description: 'The client has it (`If-None-Match`)' },
  };
}

/** Where a `Range` header leads (RFC 9110 §14.1.2); undefined: all of it. */
function readRange(header: string | undefined, bytes: number): ByteRange | 'outside' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const length = Number(to);
    if (length === 0 || bytes === 0) return 'outside';
    return { first: Math.max(0, bytes - length), last: bytes - 1 };
  }
  const [first, last] = [Number(from), to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)];
  if (first >= bytes) return 'outside';
  // Turned round it is no range at all.
  return to !== '' && Number(to) < first ? undefined : { first, last };
}
