import { closeOffice } from '../../db/offices/change-office';
import { dayOf, formatDate } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { wholeUnitSchema } from './contract';
import { getUnitView, unitPath } from './get';

const route = defineRoute('unit.close', {
  method: 'post',
  path: '/api/offices/{officeId}/close',
  tags: ['administration'],
  summary: 'End an office in which nothing is under way, from today on; others are merged',
  request: { params: unitPath },
  responses: describeResponses({ 200: json(wholeUnitSchema, 'As it stands now') }),
});

export const mountCloseUnit: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { unit, signedIn }) => {
    const act = { officeId: unit.id, actorId: signedIn.personId, at: new Date(deps.now()) };
    await closeOffice(deps.db, act, formatDate(dayOf(deps.now())));
    return c.json(await getUnitView(deps, unit), 200);
  });
};
