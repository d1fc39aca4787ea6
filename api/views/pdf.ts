import type { ApiDeps } from '../deps';
import type { AppContext } from '../env';

/** A kept PDF as an answer. Its hash is its name: who has it is told so and no more. */
export async function answerPdf(
  c: AppContext,
  { store }: ApiDeps,
  hash: string,
  fileName: string,
): Promise<Response> {
  const headers = {
    etag: `"${hash}"`,
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(fileName)}.pdf`,
  };
  if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, headers);
  const bytes = await store.get(hash);
  return c.body(new Uint8Array(bytes), 200, { ...headers, 'content-type': 'application/pdf' });
}

/** One PDF as `createRoute` wants it. */
export const pdfAnswer = {
  description: 'The PDF',
  content: { 'application/pdf': { schema: { type: 'string' as const, format: 'binary' } } },
};
