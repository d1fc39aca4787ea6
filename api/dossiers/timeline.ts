import { createRoute, z } from '@hono/zod-openapi';
import { listTimeline } from '../../db/audit/list-timeline';
import { answers, json } from '../http/answers';
import { timelineEventSchema } from './contract';
import type { Mount } from '../http/env';
import { requireDossier } from '../http/require-dossier';
import { viewTimelineEvent } from './view-timeline';
import { dossierPath } from '../http/dossier-path';

const route = createRoute({
  method: 'get',
  path: '/api/dossiers/{id}/timeline',
  tags: ['dossiers'],
  summary: 'What happened to a dossier ("Xem tiến trình")',
  request: { params: dossierPath },
  responses: answers({
    200: json(z.object({ items: z.array(timelineEventSchema) }), 'Oldest first'),
  }),
});

export const mountDossierTimeline: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { dossier } = await requireDossier(c, deps, c.req.valid('param').id);
    const entries = await listTimeline(deps.db, dossier.officeId, dossier.id);
    return c.json({ items: entries.map(viewTimelineEvent) }, 200);
  });
};
