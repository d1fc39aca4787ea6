import { type MatrixCell, readMatrix } from '../../db/people/list-people';
import { readRights } from '../../db/read-rights';
import { certifyingRights, listGrantable } from '../../domain/grants';
import type { Right } from '../../domain/process';
import { policyInForce } from '../../policies/policy-in-force';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { unitPath } from '../offices/get';
import { matrixSchema, type RightsMatrix } from './contract';
import { granterOf, viewRight } from './view';

const route = defineRoute('right.list', {
  method: 'get',
  path: '/api/offices/{officeId}/rights',
  tags: ['administration'],
  summary: 'Who holds which right in an office, now or later, and what the asker may give there',
  request: { params: unitPath },
  responses: describeResponses({ 200: json(matrixSchema, 'Person by right') }),
});

export const mountRightsMatrix: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, found) => {
    const { unit, administrations } = found;
    const at = new Date(now());
    const cells = await readMatrix(db, unit.id, at);
    const people = new Map<string, RightsMatrix['people'][number]>();
    for (const cell of cells) {
      const { personId: id, fullName, title, state } = cell;
      const person = people.get(id) ?? { id, fullName, title, state, rights: [] };
      people.set(id, person);
      const held = heldOf(cell);
      if (held) {
        const place = { officeId: unit.id, officeCode: unit.code, officeName: unit.name };
        const whole = { ...held, ...place, path: unit.path };
        person.rights.push(viewRight(whole, granterOf(found), at));
      }
    }
    const grantable = listGrantable(administrations, unit.path);
    const { holders } = policyInForce(rules, unit.policyId, now());
    const holdersOf = (right: Right) =>
      cells.filter(({ held, fromAt }) => held === right && fromAt !== null && fromAt <= at);
    return c.json(
      {
        people: [...people.values()],
        grantable: grantable.rights,
        passableOn: grantable.passesOn,
        holders: certifyingRights.map((right) => ({
          right,
          count: new Set(holdersOf(right).map(({ personId }) => personId)).size,
        })),
        holdersMax: holders.perRightMax,
        citation: holders.citation,
      },
      200,
    );
  });
};

function heldOf({ personId, rightId, held, fromAt, untilAt, ...cell }: MatrixCell) {
  if (rightId === null || held === null || fromAt === null) return undefined;
  const { passesOn, basisNumber, basisDay } = cell;
  const shared = { id: rightId, personId, right: held, fromAt, untilAt, basisNumber, basisDay };
  return { ...shared, passesOn: readRights(passesOn ?? '') };
}
