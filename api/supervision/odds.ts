import { z } from '@hono/zod-openapi';
import { findForecastBase } from '../../db/forecasts/forecast-base';
import { readLastEnds, readStanding } from '../../db/forecasts/read-past';
import { getOffice } from '../../db/offices/get-office';
import { oddsOfAny } from '../../deadlines/odds/forecast-breach';
import { oddsOfOffice } from '../../deadlines/odds/office-odds';
import { dayOf, startOfDay } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { oddsSchema } from './odds-contract';

const route = defineRoute('board.read', {
  method: 'get',
  path: '/api/supervision/odds',
  tags: ['supervision'],
  summary: 'How likely each open dossier of an office is to miss its legal due',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: json(oddsSchema, 'Odds, and how good they were so far') }),
});

/** Odds of a breach: today's queue, held against what the office's past taught last night. */
export const mountOdds: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c) => {
    const { officeId } = c.req.valid('query');
    const at = now();
    const [office, base, standing, ends] = await Promise.all([
      getOffice(db, officeId),
      findForecastBase(db, officeId),
      readStanding(db, officeId),
      readLastEnds(db, officeId),
    ]);
    const calendar = rules.calendarOf(office.calendarId);
    const dossiers = oddsOfOffice(calendar, base?.situations ?? [], standing, ends, at).map(
      ({ dossierId: id, code, step, odds, legalDue }) => {
        return { ...{ id, code, step, odds }, legalDue: legalDue.toISOString() };
      },
    );
    const dayEnds = startOfDay(dayOf(at) + 1);
    const today = dossiers.filter(({ legalDue }) => Date.parse(legalDue) < dayEnds);
    const known = today.flatMap(({ odds }) => (odds === null ? [] : [odds]));
    return c.json(
      {
        asOf: new Date(at).toISOString(),
        learntAt: base?.learntAt.toISOString() ?? null,
        dueToday: today.length,
        anyToday: known.length === 0 ? null : oddsOfAny(known),
        dossiers,
        score: base?.score ?? null,
      },
      200,
    );
  });
};
