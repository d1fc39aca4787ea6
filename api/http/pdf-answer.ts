import { recordReading } from '../../db/dossiers/record-reading';
import type { ApiDeps } from './deps';
import type { AppContext } from './env';

/** A stored PDF as an answer. Its hash is its ETag: a client that has it gets 304. */
export async function answerPdf(
  c: AppContext,
  { store }: ApiDeps,
  hash: string,
  fileName: string,
  read = () => store.get(hash),
): Promise<Response> {
  const headers = {
    etag: `"${hash}"`,
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(fileName)}.pdf`,
  };
  if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, headers);
  const bytes = await read();
  return c.body(new Uint8Array(bytes), 200, { ...headers, 'content-type': 'application/pdf' });
}

/** The same, of a dossier, with who had it and when in the office's log. */
export async function answerDownload(
  c: AppContext,
  deps: ApiDeps,
  file: {
    what: 'scan' | 'signed' | 'copy';
    hash: string;
    name: string;
    /** Where it is not kept under its hash. */
    read?: () => Promise<Uint8Array>;
  },
  { officeId, id: dossierId }: { officeId: string; id: string },
): Promise<Response> {
  const answer = await answerPdf(c, deps, file.hash, file.name, file.read);
  await recordReading(deps.db.manager, {
    ...{ officeId, actorId: c.var.signedIn?.personId ?? null, action: 'download' },
    ...{ details: { dossierId, what: file.what, hash: file.hash }, at: new Date(deps.now()) },
  });
  return answer;
}

/** One PDF as `defineRoute` wants it. */
export const pdfAnswer = {
  description: 'The PDF',
  content: { 'application/pdf': { schema: { type: 'string' as const, format: 'binary' } } },
};
