import { z } from '@hono/zod-openapi';
import { findOffice } from '../../db/offices/get-office';
import { endMembership, recordMembership } from '../../db/people/change-person';
import { isInBranch } from '../../domain/offices';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import type { FoundOn } from '../http/guard';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { wholePersonSchema } from './contract';
import { getPersonView } from './view';

const params = z.object({ id: z.uuid(), officeId: z.uuid() });
const responses = describeResponses({ 200: json(wholePersonSchema, 'As it stands now') });
const path = '/api/people/{id}/offices/{officeId}';

const addRoute = defineRoute('person.place', {
  ...{ method: 'put', path, tags: ['administration'], request: { params }, responses },
  summary: 'Have somebody belong to an office, too',
});

const endRoute = defineRoute('person.place', {
  ...{ method: 'delete', path, tags: ['administration'], request: { params }, responses },
  summary: 'Take somebody out of an office where they have no right',
});

export const mountAddToOffice: Mount = (app, deps) => {
  serve(app, deps, addRoute, async (c, found) => {
    const { office, act } = await actOf(deps, found, c.req.valid('param').officeId);
    if (office.validTo !== null) throw new SaoyError('office-closed');
    await recordMembership(deps.db, act);
    return c.json(await getPersonView(deps, found), 200);
  });
};

export const mountTakeFromOffice: Mount = (app, deps) => {
  serve(app, deps, endRoute, async (c, found) => {
    const { act } = await actOf(deps, found, c.req.valid('param').officeId);
    await endMembership(deps.db, act);
    return c.json(await getPersonView(deps, found), 200);
  });
};

async function actOf(deps: ApiDeps, found: FoundOn['member'], officeId: string) {
  const office = await getUnit(deps, found, officeId);
  const { member, signedIn } = found;
  const act = { personId: member.id, officeId, actorId: signedIn.personId };
  return { office, act: { ...act, at: new Date(deps.now()) } };
}

/** An office that a request names beside its person. @throws SaoyError `office-unknown` outside the branch */
export async function getUnit(
  { db }: Pick<ApiDeps, 'db'>,
  { administrations }: Pick<FoundOn['member'], 'administrations'>,
  officeId: string,
) {
  const office = await findOffice(db, officeId);
  if (!office || !administrations.some(({ path }) => isInBranch(office.path, path))) {
    throw new SaoyError('office-unknown');
  }
  return office;
}
