import { z } from '@hono/zod-openapi';
import type { SavedFilter as Kept } from '../../db/saved-filters/entity';
import { listFilters, removeFilter, saveFilter } from '../../db/saved-filters/write-filter';
import type { OfficeRights, SignedIn } from '../../db/sessions/find-session';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { type SavedFilter, savedFilterSchema, saveFilterSchema } from './contract';

const all = json(z.object({ items: z.array(savedFilterSchema) }), 'Mine and those shared, by name');

const listRoute = defineRoute('filter.list', {
  method: 'get',
  path: '/api/saved-filters',
  tags: ['dossiers'],
  summary: 'Conditions of lists that were saved under a name',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: all }),
});

export const mountListFilters: Mount = (app, deps) => {
  serve(app, deps, listRoute, async (c, { signedIn, officeId }) => {
    return c.json({ items: await viewFilters(deps, officeId, signedIn) }, 200);
  });
};

const saveRoute = defineRoute('filter.save', {
  method: 'post',
  path: '/api/saved-filters',
  tags: ['dossiers'],
  summary: 'Save conditions under a name, for oneself or for the office',
  request: {
    body: { required: true, content: { 'application/json': { schema: saveFilterSchema } } },
  },
  responses: describeResponses({ 200: all }),
});

export const mountSaveFilter: Mount = (app, deps) => {
  serve(app, deps, saveRoute, async (c, { signedIn, officeId }) => {
    const { name, shared, list, conditions } = c.req.valid('json');
    const facts = { officeId, personId: signedIn.personId, name, shared, list };
    const filter = { ...facts, conditions: JSON.stringify(conditions) };
    await saveFilter(deps.db, filter, new Date(deps.now()));
    return c.json({ items: await viewFilters(deps, officeId, signedIn) }, 200);
  });
};

const removeRoute = defineRoute('filter.save', {
  method: 'delete',
  path: '/api/saved-filters/{id}',
  tags: ['dossiers'],
  summary: 'Remove a filter: one’s own, or a shared one where one sees to the office',
  request: { params: z.object({ id: z.uuid() }), query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: all }),
});

export const mountRemoveFilter: Mount = (app, deps) => {
  serve(app, deps, removeRoute, async (c, { signedIn, officeId }) => {
    const { id } = c.req.valid('param');
    const by = { personId: signedIn.personId, ofAll: seesTo(signedIn, officeId) };
    await removeFilter(deps.db, { id, officeId, ...by }, new Date(deps.now()));
    return c.json({ items: await viewFilters(deps, officeId, signedIn) }, 200);
  });
};

async function viewFilters(
  { db }: Pick<ApiDeps, 'db'>,
  officeId: string,
  signedIn: SignedIn,
): Promise<SavedFilter[]> {
  const found = await listFilters(db, officeId, signedIn.personId);
  return found.map((filter) => viewFilter(filter, signedIn));
}

function viewFilter(
  { id, name, shared, list, conditions, ...of }: Kept,
  who: SignedIn,
): SavedFilter {
  return savedFilterSchema.parse({
    ...{ id, name, shared, list, conditions: JSON.parse(conditions) as unknown },
    mayRemove: of.personId === who.personId || (shared && seesTo(who, of.officeId)),
  });
}

function seesTo({ offices }: SignedIn, officeId: string): boolean {
  return offices.some(
    ({ id, rights }: OfficeRights) => id === officeId && rights.includes('supervise'),
  );
}
