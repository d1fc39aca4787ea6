import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { findCopyByHash } from '../../db/copies/get-public-copy';
import { writeReportPdf } from '../../documents/verify/report-pdf';
import { readTrust } from '../../documents/verify/trust/read-trust';
import { SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serveByHand } from '../http/guarded-route';
import { verificationReportSchema } from '../copies/contract';
import type { ApiDeps } from '../http/deps';
import type { AppContext, Mount } from '../http/env';
import { Semaphore } from '../http/semaphore';
import { measureDocumentWork } from '../../ops/metrics/document-metrics';
import { openFile, type ReadForm, takeUpload } from '../http/read-upload';
import { noteCheck } from '../copies/note-check';
import { viewPublicCopy } from '../copies/view';
import { pdfAnswer } from '../http/pdf-answer';
import { verifyInThread } from './verify-in-thread';

/** A scan at its limit grows by its attestation page, signatures and evidence. */
const copyBytesMax = 64 * 1024 * 1024;
const room = {
  bytesMax: copyBytesMax,
  filesMax: 1,
  tooLarge: () => new SaoyError('request-too-large', { bytesMax: copyBytesMax }),
};
const verifications = { atOnce: 2, waitingMax: 20 };

const request = {
  params: z.object({}),
  body: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: z.object({ file: z.string().openapi({ format: 'binary' }) }),
      },
    },
  },
};

const verifyRoute = defineRoute('copy.verify', {
  method: 'post',
  path: '/api/verify',
  tags: ['public'],
  summary: 'Verify a copy; the file is looked at and not kept',
  request,
  responses: describeResponses({
    200: json(verificationReportSchema, 'The verdict and its evidence'),
  }),
});

const reportRoute = defineRoute('copy.verify', {
  method: 'post',
  path: '/api/verify/report',
  tags: ['public'],
  summary: 'Verify a copy and have the report as a PDF; nothing is kept',
  request,
  responses: describeResponses({ 200: pdfAnswer }),
});

/** Open to all. Evidence is fetched from hosts that the trust list names, and from nowhere else. */
export const mountVerify: Mount = (app, deps) => {
  const semaphore = new Semaphore(verifications);
  const verifyUpload = (
    c: AppContext,
    answer: (verified: Verified) => Response | Promise<Response>,
  ) =>
    takeUpload(c, room, (form) => semaphore.run(async () => answer(await verify(c, form, deps))));
  serveByHand(app, deps, verifyRoute, (c) =>
    verifyUpload(c, ({ report, register }) => c.json({ ...report, register }, 200)),
  );
  serveByHand(app, deps, reportRoute, (c) =>
    verifyUpload(c, async ({ report, register, sha256 }) => {
      const pdf = await writeReportPdf(report, { sha256, register });
      return c.body(new Uint8Array(pdf), 200, {
        'content-type': 'application/pdf',
        'content-disposition': 'attachment; filename="ket-qua-kiem-tra.pdf"',
      });
    }),
  );
};

type Verified = Awaited<ReturnType<typeof verify>>;

async function verify(c: AppContext, form: ReadForm, deps: ApiDeps) {
  const file = await openFile(form);
  // Before the bytes are handed over to the thread.
  const sha256 = createHash('sha256').update(file).digest('hex');
  const copy = await findCopyByHash(deps.db, sha256);
  const trust = await readTrust(deps.settings, deps.now());
  const report = await measureDocumentWork('verify', () =>
    verifyInThread({ file, ...trust, at: deps.now() }),
  );
  if (copy) await noteCheck(c, deps, copy, 'file');
  return { report, sha256, register: copy ? viewPublicCopy(copy) : null };
}
