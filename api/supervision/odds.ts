import { z } from '@hono/zod-openapi';
import { findForecastBase } from '../../db/forecasts/forecast-base';
import { readLastEnds, readStanding } from '../../db/forecasts/read-past';
import { getOffice } from '../../db/offices/get-office';
import { Experience, oddsOfAny } from '../../deadlines/odds/forecast-breach';
import { type Stay, Stays } from '../../deadlines/odds/stays';
import { workingMsBetween } from '../../deadlines/working-time';
import type { KeptSituation } from '../../domain/forecasts';
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
    const experience = recall(base?.situations ?? []);
    const rows = new Map(standing.map((row) => [row.dossierId, row]));
    const gone = [...ends].map(([step, endedAt]): Stay => {
      const end = endedAt.getTime();
      return { dossier: '', step, startedAt: end, endedAt: end };
    });
    const here = standing.map(({ dossierId, step, startedAt }): Stay => {
      return { dossier: dossierId, step, startedAt: startedAt.getTime(), endedAt: null };
    });
    const dossiers = new Stays([...gone, ...here], calendar)
      .lookAt(at)
      .flatMap(({ dossier, situation }) => {
        const { code, step, legalDue } = rows.get(dossier)!;
        if (legalDue.getTime() <= at) return [];
        const leftMs = workingMsBetween(calendar, at, legalDue.getTime());
        const odds = experience.forecast(situation, leftMs);
        return [{ ...{ id: dossier, code, step, odds }, legalDue: legalDue.toISOString() }];
      })
      .sort((one, other) => (other.odds ?? 0) - (one.odds ?? 0));
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

function recall(situations: readonly KeptSituation[]): Experience {
  const experience = new Experience();
  for (const [step, beenSeconds, before, ahead, stillSeconds, restSeconds] of situations) {
    const [beenMs, stillMs, restMs] = [beenSeconds, stillSeconds, restSeconds].map((s) => s * 1000);
    experience.add({
      ...{ step, before, ahead },
      ...{ beenMs: beenMs!, stillMs: stillMs!, restMs: restMs! },
    });
  }
  return experience;
}
