import { z } from '@hono/zod-openapi';
import { countOpenWork, listHolders, listOpenWork } from '../../db/assignments/list-open-work';
import { actKeyOf } from '../../domain/act-key';
import { assignedMax } from '../../domain/assignments';
import { isInBranch } from '../../domain/offices';
import { findOffice } from '../../db/offices/get-office';
import { SaoyError } from '../../domain/problem';
import { idempotencyHeaderSchema } from '../http/contract';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import type { FoundOn } from '../http/guard';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { assignAll } from './assign';
import { type OpenWork, openWorkSchema } from './contract';

const path = '/api/people/{id}/open-work';
const params = z.object({ id: z.uuid() });
const answer = json(z.object({ items: z.array(openWorkSchema) }), 'By office');

const listRoute = defineRoute('work.hand-over', {
  method: 'get',
  path,
  tags: ['administration'],
  summary: 'The steps that somebody holds in offices of the branch, and who could go on with them',
  request: { params },
  responses: describeResponses({ 200: answer }),
});

export const mountListOpenWork: Mount = (app, deps) => {
  serve(app, deps, listRoute, async (c, found) => {
    return c.json({ items: await viewOpenWork(deps, found) }, 200);
  });
};

const handOverRoute = defineRoute('work.hand-over', {
  method: 'post',
  path,
  tags: ['administration'],
  summary: 'Give what somebody holds in an office to a colleague, or back to all',
  request: {
    params,
    headers: idempotencyHeaderSchema,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ officeId: z.uuid(), to: z.uuid().nullable() }),
        },
      },
    },
  },
  responses: describeResponses({
    200: json(z.object({ items: z.array(openWorkSchema) }), 'What they still hold, by office'),
  }),
});

/** At most some hundred at a time; what is left stands in the answer. */
export const mountHandOver: Mount = (app, deps) => {
  serve(app, deps, handOverRoute, async (c, found) => {
    const { officeId, to } = c.req.valid('json');
    const office = await findOffice(deps.db, officeId);
    if (!office || !isAdministered(found, office.path)) throw new SaoyError('office-unknown');
    const { personId: actorId } = found.signedIn;
    const items = await withIdempotency(c, deps, async (key) => {
      const ids = await listOpenWork(deps.db, found.member.id, officeId, assignedMax);
      await assignAll(deps, ids, {
        // Who administers gives away whatever was held.
        ...{ officeId, actorId, rights: ['supervise'], toId: to, takeOver: true },
        ...{ actKey: actKeyOf('hand-over', actorId, key), at: new Date(deps.now()) },
      });
      return viewOpenWork(deps, found);
    });
    return c.json({ items }, 200);
  });
};

function isAdministered({ administrations }: FoundOn['member'], path: string): boolean {
  return administrations.some((own) => isInBranch(path, own.path));
}

async function viewOpenWork(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  found: FoundOn['member'],
): Promise<OpenWork[]> {
  const items: OpenWork[] = [];
  for (const { path: place, ...held } of await countOpenWork(db, found.member.id)) {
    if (!isAdministered(found, place)) continue;
    const holders = await listHolders(db, held.officeId, new Date(now()));
    const others = holders.filter(({ id, rights }) => id !== found.member.id && rights.length > 0);
    items.push({ ...held, others });
  }
  return items;
}
