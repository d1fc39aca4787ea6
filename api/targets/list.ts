import { z } from '@hono/zod-openapi';
import { listTargets } from '../../db/targets/list-targets';
import { countNumbers, listAllotted } from '../../db/targets/record-targets';
import { SaoyError } from '../../domain/problem';
import { daysOfPeriod } from '../../domain/target-periods';
import { startOfDay } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { periodSchema, targetsSchema, type TargetsView } from './contract';

const route = defineRoute('target.read', {
  method: 'get',
  path: '/api/targets',
  tags: ['targets'],
  summary: 'Targets of an office and of those right below it for a period, with what was reached',
  request: { query: z.object({ officeId: z.uuid(), period: periodSchema }) },
  responses: describeResponses({ 200: json(targetsSchema, 'As of now') }),
});

export const mountListTargets: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { office }) => {
    const { period } = c.req.valid('query');
    const days = daysOfPeriod(period);
    if (!days) throw new SaoyError('input-invalid');
    const offices = await listAllotted(db, office.id);
    const ids = offices.map(({ id }) => id);
    const span = {
      from: new Date(startOfDay(days.from)),
      before: new Date(startOfDay(days.to + 1)),
    };
    const [lines, reached] = await Promise.all([
      listTargets(db, ids, new Date(now())),
      countNumbers(db, offices, span),
    ]);
    const view = offices.map(({ id, name, parentId }): TargetsView['offices'][number] => {
      const own = lines.filter((line) => line.officeId === id && line.period === period);
      return {
        ...{ officeId: id, name, maySet: id !== office.id || parentId === null },
        number: own.at(-1)?.number ?? null,
        reached: reached.get(id) ?? 0,
        history: own.map(({ number, basis, setByName, setAt }) => ({
          ...{ number, basis, setBy: setByName, setAt: setAt.toISOString() },
        })),
      };
    });
    return c.json({ period, offices: view }, 200);
  });
};
