import { describeResponses, json } from '../http/responses';
import { marksSchema } from './contract';
import type { Mount } from '../http/env';
import { answerMark, pngAnswer, pngBody } from './answer-mark';
import { takeMark } from './take-mark';
import { viewMarks } from './view-marks';
import { defineRoute, serve, serveByHand } from '../http/guarded-route';
import { officePath } from './path';

const put = defineRoute('seal-picture.set', {
  method: 'put',
  path: '/api/offices/{officeId}/seal-picture',
  tags: ['marks'],
  summary: 'The picture of the seal: PNG with transparency, 2 MB, 4 megapixels',
  request: { params: officePath, body: pngBody },
  responses: describeResponses({ 200: json(marksSchema, 'The marks with it') }),
});
const get = defineRoute('seal-picture.read', {
  method: 'get',
  path: '/api/offices/{officeId}/seal-picture',
  tags: ['marks'],
  summary: 'The picture of the seal',
  request: { params: officePath },
  responses: describeResponses({ 200: pngAnswer }),
});

/** "Quản lý con dấu": those who hold the seal set its picture. */
export const mountSealPicture: Mount = (app, deps) => {
  // Registered by hand: the router would read the whole form before anybody was authorised.
  serveByHand(app, deps, put, async (c, { officeId, signedIn }) => {
    const { personId } = signedIn;
    await takeMark(c, deps, {
      ...{ kind: 'seal', ownerId: officeId, setBy: personId },
      officeIds: [officeId],
    });
    return c.json(await viewMarks(deps, officeId, personId), 200);
  });
  serve(app, deps, get, (c, { officeId }) => answerMark(c, deps, 'seal', officeId));
};
