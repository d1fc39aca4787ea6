import { findMarkPicture } from '../../db/marks/find-marks';
import type { MarkKind } from '../../domain/attestation-layout';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';

/** The kept picture of a mark. @throws SaoyError `mark-unknown` */
export async function answerMark(
  c: AppContext,
  { db, store }: ApiDeps,
  kind: MarkKind,
  ownerId: string,
): Promise<Response> {
  const picture = await findMarkPicture(db.manager, kind, ownerId);
  if (!picture) throw new SaoyError('mark-unknown');
  const headers = { etag: `"${picture.sha256}"` };
  if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, headers);
  const bytes = new Uint8Array(await store.get(picture.sha256));
  return c.body(bytes, 200, { ...headers, 'content-type': 'image/png' });
}

/** One PNG as `defineRoute` wants it. */
export const pngAnswer = {
  description: 'The picture',
  content: { 'image/png': { schema: { type: 'string' as const, format: 'binary' } } },
};

/** A form with one PNG as `defineRoute` wants it. */
export const pngBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object' as const,
        properties: { file: { type: 'string' as const, format: 'binary' } },
      },
    },
  },
};
