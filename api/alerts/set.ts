import { recordRule } from '../../db/alerts/alert-rules';
import { actKeyOf } from '../../domain/act-key';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses } from '../http/responses';
import { ruleOrderSchema } from './contract';

const route = defineRoute('alert.set', {
  method: 'post',
  path: '/api/supervision/alert-rules',
  tags: ['supervision'],
  summary: 'Set one rule by which an office is alerted, or switch it off',
  request: {
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: ruleOrderSchema } } },
  },
  responses: describeResponses({ 204: { description: 'It holds from the next look on' } }),
});

export const mountSetAlertRule: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn, office }) => {
    const { kind, isOn, threshold, onPage, byMail, byWebhook } = c.req.valid('json');
    const rule = { kind, isOn, threshold, onPage, byMail, byWebhook };
    const actorId = signedIn.personId;
    await withIdempotency(c, deps, async (key) => {
      const actKey = actKeyOf('alert-rule', actorId, key);
      await recordRule(db, rule, { officeId: office.id, actorId, actKey, at: new Date(now()) });
      return null;
    });
    return c.body(null, 204);
  });
};
