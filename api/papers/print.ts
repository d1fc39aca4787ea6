import { z } from '@hono/zod-openapi';
import { getPaper, listDossiersOf } from '../../db/papers/list-papers';
import { recordPrint } from '../../db/papers/record-print';
import { SaoyError } from '../../domain/problem';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { pdfAnswer } from '../http/pdf-answer';
import { describeResponses, json } from '../http/responses';
import { answerPrint } from './answer-paper';
import { paperSchema } from './contract';
import { viewPaper } from './view';

const printRoute = defineRoute('paper.print', {
  method: 'post',
  path: '/api/papers/{id}/prints',
  tags: ['papers'],
  summary: 'Write down that a paper is printed; from the second print on it says so on its face',
  request: { params: z.object({ id: z.uuid() }), headers: idempotencyHeaderSchema },
  responses: describeResponses({ 200: json(paperSchema, 'The paper with its prints') }),
});

export const mountPrintPaper: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, printRoute, async (c, { paper, signedIn }) => {
    const view = await withIdempotency(c, deps, async () => {
      const dossierIds = await listDossiersOf(db, paper);
      const facts = { dossierIds, actorId: signedIn.personId, at: new Date(now()) };
      await recordPrint(db.manager, paper, facts);
      return viewPaper(await getPaper(db, [paper.officeId], paper.id));
    });
    return c.json(view, 200);
  });
};

const readRoute = defineRoute('paper.print', {
  method: 'get',
  path: '/api/papers/{id}/prints/{ordinal}',
  tags: ['papers'],
  summary: 'One print of a paper as a PDF',
  request: {
    params: z.object({ id: z.uuid(), ordinal: z.coerce.number().int().min(1).max(10_000) }),
  },
  responses: describeResponses({ 200: pdfAnswer }),
});

export const mountGetPrint: Mount = (app, deps) => {
  serve(app, deps, readRoute, (c, { paper }) => {
    const { ordinal } = c.req.valid('param');
    const print = paper.prints.find((each) => each.ordinal === ordinal);
    if (!print) throw new SaoyError('paper-unknown');
    return answerPrint(c, paper.content, print);
  });
};
