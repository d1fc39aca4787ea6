import { SaoyError } from '../../domain/problem';
import type { AppContext } from '../env';

/** Room for the boundaries and headers of a form around its file. */
const formBytesMax = 64 * 1024;

/**
 * The bytes of the field `file` of a multipart form. More than `bytesMax` is never read.
 * @throws SaoyError what `tooLarge` makes; `input-invalid` without a form or its file
 */
export async function readUpload(
  c: AppContext,
  bytesMax: number,
  tooLarge: () => SaoyError,
): Promise<Uint8Array> {
  const contentType = c.req.header('content-type') ?? '';
  const body = c.req.raw.body;
  if (!contentType.startsWith('multipart/form-data') || !body) {
    throw new SaoyError('input-invalid', { field: 'body', reason: 'multipart/form-data' });
  }
  const announced = Number(c.req.header('content-length') ?? 0);
  if (announced > bytesMax + formBytesMax) throw tooLarge();
  const file = await readFile(bounded(body, bytesMax + formBytesMax, tooLarge), contentType);
  if (file.size > bytesMax) throw tooLarge();
  return new Uint8Array(await file.arrayBuffer());
}

async function readFile(body: ReadableStream<Uint8Array>, contentType: string): Promise<File> {
  try {
    const headers = { 'content-type': contentType };
    const file = (await new Response(body, { headers }).formData()).get('file');
    if (file instanceof File) return file;
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    if (cause instanceof SaoyError) throw cause;
    throw new SaoyError('input-invalid', { field: 'body', reason: 'form' }, { cause });
  }
  throw new SaoyError('input-invalid', { field: 'file', reason: 'missing' });
}

/** Ends the stream with an error once it is too long, whatever length was announced. */
function bounded(
  body: ReadableStream<Uint8Array>,
  bytesMax: number,
  tooLarge: () => SaoyError,
): ReadableStream<Uint8Array> {
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > bytesMax) controller.error(tooLarge());
      else controller.enqueue(chunk);
    },
  });
  return body.pipeThrough(limit);
}
