import { z } from '@hono/zod-openapi';
import { endRight, grantRight } from '../../db/people/grant-right';
import { listRights } from '../../db/people/find-member';
import { certifyingRights, mayGrant } from '../../domain/grants';
import { isOneStopDesk } from '../../domain/offices';
import { SaoyError } from '../../domain/problem';
import { parseDate } from '../../deadlines/parse-time';
import { policyInForce } from '../../policies/policy-in-force';
import { startOfDay } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { grantSchema, wholePersonSchema } from './contract';
import { personPath } from './get';
import { getUnit } from './place';
import { getPersonView, granterOf } from './view';

const responses = describeResponses({ 200: json(wholePersonSchema, 'As it stands now') });

const route = defineRoute('right.grant', {
  method: 'post',
  path: '/api/people/{id}/rights',
  tags: ['administration'],
  summary: 'Give a right in an office, for a time or without end',
  request: {
    params: personPath,
    body: { required: true, content: { 'application/json': { schema: grantSchema } } },
  },
  responses,
});

export const mountGrantRight: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, found) => {
    const { officeId, right, passesOn, from, until, basis } = c.req.valid('json');
    const { member, signedIn } = found;
    const office = await getUnit(deps, found, officeId);
    const grant = { personId: member.id, path: office.path, right, passesOn };
    if (!mayGrant(granterOf(found), grant)) throw new SaoyError('right-not-yours');
    if (right === 'open-accounts' && !isOneStopDesk(office.name)) {
      throw new SaoyError('right-not-at-desk');
    }
    const at = new Date(now());
    const begins = from === null ? at.getTime() : Math.max(startOfDay(parseDate(from)), now());
    const ends = until === null ? null : startOfDay(parseDate(until) + 1);
    if (ends !== null && ends <= begins) {
      const reason = 'phải từ ngày bắt đầu trở đi và chưa qua';
      throw new SaoyError('input-invalid', { field: 'until', reason });
    }
    const { holders } = policyInForce(rules, office.policyId, now());
    const isBounded = certifyingRights.some((one) => one === right);
    await grantRight(
      db,
      {
        ...{ personId: member.id, officeId, right, passesOn },
        ...{ fromAt: new Date(begins), untilAt: ends === null ? null : new Date(ends) },
        ...{ basisNumber: basis?.number ?? null, basisDay: basis?.day ?? null },
      },
      { actorId: signedIn.personId, at, holdersMax: isBounded ? holders.perRightMax : null },
    );
    return c.json(await getPersonView(deps, found), 200);
  });
};

const endRoute = defineRoute('right.end', {
  method: 'post',
  path: '/api/people/{id}/rights/{rightId}/end',
  tags: ['administration'],
  summary: 'End a right now; it stays in the history',
  request: { params: personPath.extend({ rightId: z.uuid() }) },
  responses,
});

export const mountEndRight: Mount = (app, deps) => {
  serve(app, deps, endRoute, async (c, found) => {
    const { rightId } = c.req.valid('param');
    const held = await listRights(deps.db, found.member.id);
    const right = held.find(({ id }) => id === rightId);
    if (!right) throw new SaoyError('right-unknown');
    if (!mayGrant(granterOf(found), right)) throw new SaoyError('right-not-yours');
    const by = { actorId: found.signedIn.personId, at: new Date(deps.now()) };
    await endRight(deps.db, rightId, by);
    return c.json(await getPersonView(deps, found), 200);
  });
};
