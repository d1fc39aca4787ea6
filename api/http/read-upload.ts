import { SaoyError } from '../../domain/problem';
import type { AppContext } from './env';
import { networkOf } from './client-address';

/** Room for the boundaries and headers of a form around its file. */
const formBytesMax = 64 * 1024;

export interface UploadRoom {
  /** Of all files together. */
  bytesMax: number;
  filesMax: number;
  tooLarge: () => SaoyError;
}

/** A multipart form that was read whole, and is still to be taken apart. */
export interface ReadForm {
  bytes: Uint8Array;
  contentType: string;
  room: UploadRoom;
}

/**
 * Reads a multipart form, then does the work on it: whatever bounds the work, nobody's slow line is
 * waited for inside it.
 * @throws SaoyError what `tooLarge` makes; `input-invalid` without a form; `request-too-slow`,
 *   `server-busy`
 */
export async function takeUpload<Result>(
  c: AppContext,
  room: UploadRoom,
  work: (form: ReadForm) => Promise<Result>,
): Promise<Result> {
  const contentType = c.req.header('content-type') ?? '';
  const body = c.req.raw.body;
  if (!contentType.startsWith('multipart/form-data') || !body) {
    throw new SaoyError('input-invalid', {
      field: 'body',
      reason: 'phải gửi dạng multipart/form-data',
    });
  }
  const announced = Number(c.req.header('content-length') ?? 0);
  // A header per file; the form's own fields are short.
  const bytesMax = room.bytesMax + formBytesMax * Math.min(room.filesMax, 16);
  if (announced > bytesMax) throw room.tooLarge();
  const { tooLarge } = room;
  return c.var.uploads.take(clientOf(c), body, { bytesMax, tooLarge }, (bytes) =>
    work({ bytes, contentType, room }),
  );
}

/** People who are signed in are counted one by one: an office shares an address. */
function clientOf(c: AppContext): string {
  const { signedIn, clientAddress } = c.var;
  return signedIn ? `person ${signedIn.personId}` : networkOf(clientAddress);
}

/**
 * The bytes of every field `file`, in their order, and the other fields.
 * @throws SaoyError `input-invalid` where it is no form, holds no file, or more files than there is room for
 */
export async function openForm({
  bytes,
  contentType,
  room: { bytesMax, filesMax, tooLarge },
}: ReadForm): Promise<{ files: Uint8Array[]; fields: Map<string, string> }> {
  const form = await parseForm(bytes, contentType);
  const files = form.getAll('file').filter((entry) => entry instanceof File);
  if (files.length === 0)
    throw new SaoyError('input-invalid', { field: 'file', reason: 'chưa có tệp' });
  if (files.length > filesMax) {
    throw new SaoyError('input-invalid', { field: 'file', reason: `nhiều nhất ${filesMax} tệp` });
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

/** The one field `file`. @throws as `openForm` */
export async function openFile(form: ReadForm): Promise<Uint8Array> {
  return (await openForm(form)).files[0] ?? new Uint8Array();
}

async function parseForm(bytes: Uint8Array, contentType: string): Promise<FormData> {
  try {
    const headers = { 'content-type': contentType };
    return await new Response(bytes as Uint8Array<ArrayBuffer>, { headers }).formData();
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    throw new SaoyError(
      'input-invalid',
      { field: 'body', reason: 'không đọc được biểu mẫu' },
      { cause },
    );
  }
}
