import { z } from '@hono/zod-openapi';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { pdfAnswer } from '../http/pdf-answer';
import { describeResponses } from '../http/responses';
import { answerLook } from './answer-paper';

const route = defineRoute('paper.print', {
  method: 'get',
  path: '/api/papers/{id}/view.pdf',
  tags: ['papers'],
  summary: 'An issued paper to look at on the screen; it is no print',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 200: pdfAnswer }),
});

export const mountLookAtPaper: Mount = (app, deps) => {
  serve(app, deps, route, (c, { paper }) => answerLook(c, paper.content, paper.issuedAt));
};
