import { z } from '@hono/zod-openapi';
import { countDossiers, markOf } from '../../db/dossiers/count-dossiers';
import { countDay, listOpenForBoard } from '../../db/supervision/read-board';
import { dayOf, startOfDay } from '../../time/time';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { boardSchema } from './contract';
import type { Mount } from '../http/env';
import { viewRow } from '../dossiers/view-row';

/** More open dossiers than a wall can show; the counts are of all. */
const linesMax = 1_000;

const route = defineRoute('board.read', {
  method: 'get',
  path: '/api/supervision/board',
  tags: ['supervision'],
  summary: 'The open dossiers of an office by time left, and the counts of its day',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: json(boardSchema, 'As of now') }),
});

export const mountBoard: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { office: { id: officeId } }) => {
    const at = now();
    const [from, before] = [startOfDay(dayOf(at)), startOfDay(dayOf(at) + 1)];
    const [lines, counts, day] = await Promise.all([
      listOpenForBoard(db, officeId, linesMax, new Date(at)),
      countDossiers(db, officeId, new Date(at)),
      countDay(db, officeId, new Date(from), new Date(before)),
    ]);
    const { deliveredOnTime, ...today } = day;
    const board = {
      asOf: new Date(at).toISOString(),
      today: {
        ...today,
        near: counts.near,
        late: counts.late,
        onTimeRatio: day.delivered === 0 ? null : deliveredOnTime / day.delivered,
      },
      open: lines.map(({ holder, ...line }) => ({
        ...viewRow(line),
        holder,
        mark: markOf(line, new Date(at)),
      })),
    };
    return c.json(board, 200);
  });
};
