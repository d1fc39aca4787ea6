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
  const [file] = (await readUploads(c, { bytesMax, filesMax: 1 }, tooLarge)).files;
  return file ?? new Uint8Array();
}

/**
 * The bytes of every field `file` of a multipart form, in their order, and its other fields. More
 * than `bytesMax` for all together is never read.
 * @throws SaoyError what `tooLarge` makes; `input-invalid` without a form or its file, or with more
 *   files than `filesMax`
 */
export async function readUploads(
  c: AppContext,
  { bytesMax, filesMax }: { bytesMax: number; filesMax: number },
  tooLarge: () => SaoyError,
): Promise<{ files: Uint8Array[]; fields: Map<string, string> }> {
  const contentType = c.req.header('content-type') ?? '';
  const body = c.req.raw.body;
  if (!contentType.startsWith('multipart/form-data') || !body) {
    throw new SaoyError('input-invalid', { field: 'body', reason: 'multipart/form-data' });
  }
  const announced = Number(c.req.header('content-length') ?? 0);
  // A header per file; the form's own fields are short.
  const room = bytesMax + formBytesMax * Math.min(filesMax, 16);
  if (announced > room) throw tooLarge();
  const form = await readForm(bounded(body, room, tooLarge), contentType);
  const files = form.getAll('file').filter((entry) => entry instanceof File);
  if (files.length === 0)
    throw new SaoyError('input-invalid', { field: 'file', reason: 'missing' });
  if (files.length > filesMax) {
    throw new SaoyError('input-invalid', { field: 'file', reason: `${filesMax}` });
  }
  if (files.reduce((sum, { size }) => sum + size, 0) > bytesMax) throw tooLarge();
  const fields = [...form].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return {
    files: await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer()))),
    fields: new Map(fields),
  };
}

async function readForm(body: ReadableStream<Uint8Array>, contentType: string): Promise<FormData> {
  try {
    const headers = { 'content-type': contentType };
    return await new Response(body, { headers }).formData();
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    if (cause instanceof SaoyError) throw cause;
    throw new SaoyError('input-invalid', { field: 'body', reason: 'form' }, { cause });
  }
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
