import { listAllotted, recordTargets } from '../../db/targets/record-targets';
import { actKeyOf } from '../../domain/act-key';
import { SaoyError } from '../../domain/problem';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses } from '../http/responses';
import { setTargetsSchema } from './contract';

const route = defineRoute('target.set', {
  method: 'post',
  path: '/api/targets',
  tags: ['targets'],
  summary: 'Sets targets of the offices right below; those before stay as their history',
  request: {
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: setTargetsSchema } } },
  },
  responses: describeResponses({ 204: { description: 'They hold' } }),
});

export const mountSetTargets: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, office }) => {
    const { period, basis, targets } = c.req.valid('json');
    const { personId: actorId } = signedIn;
    // An office that has one above is set its number there.
    const allotted = (await listAllotted(deps.db, office.id)).filter(
      ({ id, parentId }) => id !== office.id || parentId === null,
    );
    const known = new Set(allotted.map(({ id }) => id));
    const ids = targets.map(({ officeId }) => officeId);
    if (ids.some((id) => !known.has(id)) || new Set(ids).size < ids.length) {
      throw new SaoyError('target-office-unknown');
    }
    await withIdempotency(c, deps, async (key) => {
      await recordTargets(deps.db, {
        ...{ fromOfficeId: office.id, period, basis: basis || null, targets, actorId },
        ...{ actKey: actKeyOf('target-set', actorId, key), at: new Date(deps.now()) },
      });
      return null;
    });
    return c.body(null, 204);
  });
};
