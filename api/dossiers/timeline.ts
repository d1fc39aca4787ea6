import { z } from '@hono/zod-openapi';
import { listTimeline } from '../../db/audit/list-timeline';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { timelineEventSchema } from './contract';
import type { Mount } from '../http/env';
import { viewTimelineEvent } from './view-timeline';
import { dossierPath } from '../http/dossier-path';

const route = defineRoute('dossier.read', {
  method: 'get',
  path: '/api/dossiers/{id}/timeline',
  tags: ['dossiers'],
  summary: 'What happened to a dossier ("Xem tiến trình")',
  request: { params: dossierPath },
  responses: describeResponses({
    200: json(z.object({ items: z.array(timelineEventSchema) }), 'Oldest first'),
  }),
});

export const mountDossierTimeline: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier }) => {
    const entries = await listTimeline(deps.db, dossier.id);
    return c.json({ items: entries.map(viewTimelineEvent) }, 200);
  });
};
