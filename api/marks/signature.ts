import { createRoute } from '@hono/zod-openapi';
import { answers, json } from '../http/answers';
import { marksSchema } from './contract';
import type { Mount } from '../http/env';
import { answerMark, pngAnswer, pngBody } from './answer-mark';
import { takeMark } from './take-mark';
import { viewMarks } from './view-marks';
import { mountByHand } from '../http/mount-by-hand';
import { requireRight } from '../http/session';
import { officePath } from './path';

const put = createRoute({
  method: 'put',
  path: '/api/offices/{officeId}/my-signature',
  tags: ['marks'],
  summary: 'The picture of my handwritten signature: PNG with transparency, 2 MB, 4 megapixels',
  request: { params: officePath, body: pngBody },
  responses: answers({ 200: json(marksSchema, 'The marks with it') }),
});
const get = createRoute({
  method: 'get',
  path: '/api/offices/{officeId}/my-signature',
  tags: ['marks'],
  summary: 'The picture of my handwritten signature',
  request: { params: officePath },
  responses: answers({ 200: pngAnswer }),
});

/** "Quản lý chữ ký cá nhân" [L-08]: it goes with the person into every office they sign in. */
export const mountSignaturePicture: Mount = (app, deps) => {
  // Registered by hand: the router would read the whole form before anybody was authorised.
  mountByHand(app, put, async (c, { officeId }) => {
    const { personId, offices } = requireRight(c, officeId, 'sign');
    const officeIds = offices.filter(({ rights }) => rights.includes('sign')).map(({ id }) => id);
    await takeMark(c, deps, { kind: 'signature', ownerId: personId, setBy: personId, officeIds });
    return c.json(await viewMarks(deps, officeId, personId), 200);
  });
  app.openapi(get, (c) => {
    const { personId } = requireRight(c, c.req.valid('param').officeId, 'sign');
    return answerMark(c, deps, 'signature', personId);
  });
};
