import type { z } from '@hono/zod-openapi';
import { changeOffice, type OfficeChange } from '../../db/offices/change-office';
import { SaoyError } from '../../domain/problem';
import type { Rules } from '../../policies/load-rules';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { changeUnitSchema, wholeUnitSchema } from './contract';
import { getUnitView, unitPath } from './get';

const route = defineRoute('unit.change', {
  method: 'patch',
  path: '/api/offices/{officeId}',
  tags: ['administration'],
  summary: 'Change an office that stands',
  request: {
    params: unitPath,
    body: { required: true, content: { 'application/json': { schema: changeUnitSchema } } },
  },
  responses: describeResponses({ 200: json(wholeUnitSchema, 'As it stands now') }),
});

export const mountChangeUnit: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { unit, signedIn }) => {
    const change = givenOf(c.req.valid('json'));
    requireRules(deps.rules, change);
    const act = { officeId: unit.id, actorId: signedIn.personId, at: new Date(deps.now()) };
    await changeOffice(deps.db, act, change);
    return c.json(await getUnitView(deps, unit), 200);
  });
};

function givenOf(body: z.output<typeof changeUnitSchema>): OfficeChange {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** @throws SaoyError `input-invalid` where a policy or calendar is none of ours */
export function requireRules(
  rules: Rules,
  { policyId, calendarId }: Pick<z.output<typeof changeUnitSchema>, 'policyId' | 'calendarId'>,
): void {
  const reason = 'không có trong danh sách';
  if (policyId !== undefined && !rules.policies.some(({ id }) => id === policyId)) {
    throw new SaoyError('input-invalid', { field: 'policyId', reason });
  }
  if (calendarId !== undefined && !rules.calendarIds().includes(calendarId)) {
    throw new SaoyError('input-invalid', { field: 'calendarId', reason });
  }
}
