import { z } from '@hono/zod-openapi';
import { readServiceTimes } from '../../db/dossiers/list-open-dossiers';
import { countHolders } from '../../db/people/count-holders';
import { bySteps, stepDeclarations } from '../../domain/process';
import { msPerMinute } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { staffingSchema } from './what-if-contract';

const route = defineRoute('what-if.ask', {
  method: 'get',
  path: '/api/supervision/staffing',
  tags: ['supervision'],
  summary: 'Who works at each step of an office today, and how long a dossier takes there',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: json(staffingSchema, 'People and minutes of each step') }),
});

/** What a question "Nếu…" about people starts from. */
export const mountStaffing: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c) => {
    const { officeId } = c.req.valid('query');
    const [holders, measured] = await Promise.all([
      countHolders(db, officeId, new Date(now())),
      readServiceTimes(db, officeId),
    ]);
    const minutesOf = (ms?: number) => (ms === undefined ? null : round(ms / msPerMinute));
    return c.json(
      {
        people: bySteps((step) => holders.get(stepDeclarations[step].right) ?? 0),
        minutes: bySteps((step) => minutesOf(measured[step])),
      },
      200,
    );
  });
};

/** To a tenth. */
function round(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}
