import { z } from '@hono/zod-openapi';
import { countDossiers } from '../../db/dossiers/count-dossiers';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { countsSchema } from './contract';
import type { Mount } from '../http/env';

const route = defineRoute('dossier.list', {
  method: 'get',
  path: '/api/dossiers/counts',
  tags: ['dossiers'],
  summary: 'How many dossiers stand in each list, are near their due and over it',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: json(countsSchema, 'The counts') }),
});

export const mountCountDossiers: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    return c.json(await countDossiers(db, officeId, signedIn.personId, new Date(now())), 200);
  });
};
