import { z } from '@hono/zod-openapi';
import { recordReading } from '../../db/dossiers/record-reading';
import { type DossierFile, readDossierFile } from '../../db/dossiers/read-dossier-file';
import type { Dossier } from '../../db/dossiers/entity';
import { findPerson } from '../../db/people/find-person';
import type { SignedIn } from '../../db/sessions/find-session';
import { drawPaper } from '../../documents/paper/draw-paper';
import type { ApiDeps } from '../http/deps';
import { instantSchema } from '../http/contract';
import { dossierPath } from '../http/dossier-path';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { pdfAnswer } from '../http/pdf-answer';
import { describeResponses, json } from '../http/responses';
import { composeFile } from './compose-file';
import { attachmentName, drawnFile } from './file-pages';

const pdfRoute = defineRoute('dossier.export', {
  method: 'get',
  path: '/api/dossiers/{id}/file.pdf',
  tags: ['dossiers'],
  summary:
    'Everything about one dossier as a PDF to be read, with the data attached; for inspectors',
  request: { params: dossierPath },
  responses: describeResponses({ 200: pdfAnswer }),
});

const fileSchema = z
  .object({
    format: z.literal('saoy-dossier-file/1'),
    madeAt: instantSchema,
    madeBy: z.string(),
    /** SHA-256 of `content` as compact JSON in UTF-8. */
    contentHash: z.string().regex(/^[0-9a-f]{64}$/),
    content: z.looseObject({}),
  })
  .openapi('DossierFile');

const jsonRoute = defineRoute('dossier.export', {
  method: 'get',
  path: '/api/dossiers/{id}/file.json',
  tags: ['dossiers'],
  summary: 'The same as data, with the hashes of files, papers, register entry and log',
  request: { params: dossierPath },
  responses: describeResponses({ 200: json(fileSchema, 'The file') }),
});

export const mountDossierFilePdf: Mount = (app, deps) => {
  serve(app, deps, pdfRoute, async (c, { dossier, signedIn }) => {
    const composed = await compose(deps, dossier, signedIn, 'pdf');
    const name = attachmentName(dossier.code);
    const bytes = Buffer.from(JSON.stringify(composed, null, 2));
    const pdf = await drawPaper(drawnFile(composed), null, new Date(composed.madeAt), {
      name,
      bytes,
    });
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name.replace(/json$/, 'pdf')}"`,
    });
  });
};

export const mountDossierFileJson: Mount = (app, deps) => {
  serve(app, deps, jsonRoute, async (c, { dossier, signedIn }) => {
    const composed = await compose(deps, dossier, signedIn, 'json');
    return c.json(composed, 200, {
      'content-disposition': `attachment; filename="${attachmentName(dossier.code)}"`,
    });
  });
};

/** That it was made is written down before it is handed over, and stands in the next one. */
async function compose(
  { db, rules, now, settings }: ApiDeps,
  dossier: Dossier,
  { personId }: SignedIn,
  format: 'pdf' | 'json',
) {
  const at = now();
  const file: DossierFile = await readDossierFile(db, dossier);
  const person = await findPerson(db, personId);
  await recordReading(db.manager, {
    ...{ officeId: dossier.officeId, dossierId: dossier.id, actorId: personId },
    ...{ action: 'export-file', details: { format }, at: new Date(at) },
  });
  const { publicUrl } = settings;
  return composeFile(rules, file, { at, by: person?.fullName ?? '', publicUrl });
}
