import { describeResponses, json } from '../http/responses';
import { marksSchema } from './contract';
import type { Mount } from '../http/env';
import { answerMark, pngAnswer, pngBody } from './answer-mark';
import { takeMark } from './take-mark';
import { viewMarks } from './view-marks';
import { defineRoute, serve, serveByHand } from '../http/guarded-route';
import { officePath } from './path';

const put = defineRoute('signature-picture.set', {
  method: 'put',
  path: '/api/offices/{officeId}/my-signature',
  tags: ['marks'],
  summary: 'The picture of my handwritten signature: PNG with transparency, 2 MB, 4 megapixels',
  request: { params: officePath, body: pngBody },
  responses: describeResponses({ 200: json(marksSchema, 'The marks with it') }),
});
const get = defineRoute('signature-picture.read', {
  method: 'get',
  path: '/api/offices/{officeId}/my-signature',
  tags: ['marks'],
  summary: 'The picture of my handwritten signature',
  request: { params: officePath },
  responses: describeResponses({ 200: pngAnswer }),
});

/** "Quản lý chữ ký cá nhân" [L-08]: it goes with the person into every office they sign in. */
export const mountSignaturePicture: Mount = (app, deps) => {
  // Registered by hand: the router would read the whole form before anybody was authorised.
  serveByHand(app, deps, put, async (c, { officeId, signedIn }) => {
    const { personId, offices } = signedIn;
    const officeIds = offices.filter(({ rights }) => rights.includes('sign')).map(({ id }) => id);
    await takeMark(c, deps, { kind: 'signature', ownerId: personId, setBy: personId, officeIds });
    return c.json(await viewMarks(deps, officeId, personId), 200);
  });
  serve(app, deps, get, (c, { signedIn }) => answerMark(c, deps, 'signature', signedIn.personId));
};
