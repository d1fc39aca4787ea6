import { z } from '@hono/zod-openapi';
import type { Office } from '../../db/offices/entity';
import { getOffice } from '../../db/offices/get-office';
import { getOfficePlace } from '../../db/offices/list-offices';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { type WholeUnit, wholeUnitSchema } from './contract';
import { viewWholeUnit } from './view';

export const unitPath = z.object({ officeId: z.uuid() });

const route = defineRoute('unit.read', {
  method: 'get',
  path: '/api/offices/{officeId}',
  tags: ['administration'],
  summary: 'One office with what stands around it',
  request: { params: unitPath },
  responses: describeResponses({ 200: json(wholeUnitSchema, 'The office') }),
});

export const mountGetUnit: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { unit }) => c.json(await getUnitView(deps, unit), 200));
};

/** As it stands now. */
export async function getUnitView(
  { db, rules }: Pick<ApiDeps, 'db' | 'rules'>,
  { id }: Pick<Office, 'id'>,
): Promise<WholeUnit> {
  const office = await getOffice(db, id);
  return viewWholeUnit(rules, office, await getOfficePlace(db, office));
}
