import type { Office } from '../../db/offices/entity';
import { findOfficeByCode } from '../../db/offices/get-office';
import { type NewOffice, recordOffices } from '../../db/offices/record-office';
import { inTransaction } from '../../db/transaction';
import { levelOf, officeLevelsMax } from '../../domain/offices';
import { SaoyError } from '../../domain/problem';
import { dayOf, formatDate } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { requireRules } from './change';
import { addUnitSchema, wholeUnitSchema } from './contract';
import { getUnitView, unitPath } from './get';

const route = defineRoute('unit.add', {
  method: 'post',
  path: '/api/offices/{officeId}/children',
  tags: ['administration'],
  summary: 'Add an office right below this one; what is left out is as here',
  request: {
    params: unitPath,
    body: { required: true, content: { 'application/json': { schema: addUnitSchema } } },
  },
  responses: describeResponses({ 200: json(wholeUnitSchema, 'The new office') }),
});

export const mountAddUnit: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, { unit, signedIn }) => {
    const { validFrom, ...body } = c.req.valid('json');
    requireRules(rules, body);
    requireRoomBelow(unit);
    if (await findOfficeByCode(db, body.code)) {
      throw new SaoyError('office-code-taken', { code: body.code });
    }
    const at = new Date(now());
    const { code, name, kind } = body;
    const facts = newOffice(unit, { code, name, kind }, validFrom ?? formatDate(dayOf(now())));
    const given = Object.entries(body).filter(([, value]) => value !== undefined);
    const office = { ...facts, ...Object.fromEntries(given) };
    const by = { actorId: signedIn.personId, at };
    const [made] = await inTransaction(db, (inside) => recordOffices(inside, [office], by));
    return c.json(await getUnitView(deps, made ?? unit), 200);
  });
};

/** An office below another, with that one's policy, calendar and prefix. */
export function newOffice(
  parent: Pick<Office, 'id' | 'path' | 'name' | 'policyId' | 'calendarId' | 'codePrefix'>,
  facts: Pick<NewOffice, 'code' | 'name' | 'kind'>,
  validFrom: string,
): NewOffice {
  const { name: parentName, policyId, calendarId, codePrefix } = parent;
  return { ...facts, parent, parentName, policyId, calendarId, codePrefix, validFrom };
}

/** @throws SaoyError `office-closed`, `office-too-deep` */
export function requireRoomBelow({ path, validTo }: Pick<Office, 'path' | 'validTo'>): void {
  if (validTo !== null) throw new SaoyError('office-closed');
  if (levelOf(path) + 1 >= officeLevelsMax) {
    throw new SaoyError('office-too-deep', { max: officeLevelsMax });
  }
}
