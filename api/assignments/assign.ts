import { recordAssignment, type Assigning } from '../../db/assignments/record-assignment';
import { actKeyOf } from '../../domain/act-key';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { idempotencyHeaderSchema } from '../http/contract';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { type Assigned, assignedSchema, assignSchema } from './contract';

const route = defineRoute('work.assign', {
  method: 'post',
  path: '/api/assignments',
  tags: ['dossiers'],
  summary: 'Claim the running steps of dossiers, give them back, or assign them to a colleague',
  request: {
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: assignSchema } } },
  },
  responses: describeResponses({ 200: json(assignedSchema, 'What came of each') }),
});

/** Each dossier by itself: one that cannot be given keeps none of the others. */
export const mountAssign: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, officeId }) => {
    const { dossierIds, to, takeOver } = c.req.valid('json');
    const { personId: actorId, offices } = signedIn;
    const rights = offices.find(({ id }) => id === officeId)?.rights ?? [];
    const answer = await withIdempotency(c, deps, (key) =>
      assignAll(deps, dossierIds, {
        ...{ officeId, actorId, rights, toId: to, takeOver },
        ...{ actKey: actKeyOf('assign', actorId, key), at: new Date(deps.now()) },
      }),
    );
    return c.json(answer, 200);
  });
};

/** One after another: a hundred at once would take the database from those who serve people. */
export async function assignAll(
  { db }: Pick<ApiDeps, 'db'>,
  dossierIds: readonly string[],
  act: Assigning,
): Promise<Assigned> {
  const items: Assigned['items'] = [];
  for (const id of new Set(dossierIds)) {
    items.push({ id, outcome: await recordAssignment(db, id, act).catch(overWhereUnknown) });
  }
  return { items };
}

function overWhereUnknown(error: unknown): 'over' {
  if (error instanceof SaoyError && error.code === 'dossier-unknown') return 'over';
  throw error;
}
