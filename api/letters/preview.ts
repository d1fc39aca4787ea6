import { z } from '@hono/zod-openapi';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { pdfAnswer } from '../http/pdf-answer';
import { describeResponses } from '../http/responses';
import { answerPreview } from '../papers/answer-paper';
import { editLetterSchema } from './contract';
import { composeLetter, writingOf } from './view';

const route = defineRoute('letter.read', {
  method: 'post',
  path: '/api/letters/{id}/preview',
  tags: ['supervision'],
  summary: 'A letter on paper with the text as it stands on the screen; nothing is kept',
  request: {
    params: z.object({ id: z.uuid() }),
    body: { required: true, content: { 'application/json': { schema: editLetterSchema } } },
  },
  responses: describeResponses({ 200: pdfAnswer }),
});

export const mountPreviewLetter: Mount = (app, deps) => {
  serve(app, deps, route, (c, { whole }) => {
    const writing = writingOf(deps);
    const { content } = composeLetter(writing, whole, c.req.valid('json').body);
    return answerPreview(c, content, writing.at);
  });
};
