import { z } from '@hono/zod-openapi';
import { findTracked } from '../../db/dossiers/find-tracked';
import { SaoyError } from '../../domain/problem';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { trackedSchema } from './track-contract';

const route = defineRoute('dossier.track', {
  method: 'get',
  path: '/api/public/dossiers/{publicToken}',
  tags: ['public'],
  summary: 'Where the dossier stands whose receipt has this code',
  request: { params: z.object({ publicToken: z.string().max(40) }) },
  responses: describeResponses({ 200: json(trackedSchema, 'Its stage and due; nothing personal') }),
});

/** Open to all: the code is 144 bits that only the receipt and the copy have. */
export const mountTrackDossier: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c) => {
    const dossier = await findTracked(db, c.req.valid('param').publicToken);
    if (!dossier) throw new SaoyError('copy-unknown');
    const { officeName, stage, acceptedAt, legalDue, endedAt, refusalGround, policy } = dossier;
    const ground = getPinnedPolicy(rules, policy).refusalGrounds.find(
      ({ id }) => id === refusalGround,
    );
    return c.json(
      {
        asOf: new Date(now()).toISOString(),
        ...{ officeName, stage },
        acceptedAt: acceptedAt.toISOString(),
        legalDue: legalDue.toISOString(),
        late: legalDue < (endedAt ?? new Date(now())),
        endedAt: endedAt?.toISOString() ?? null,
        refusal: ground ? { text: ground.vi, citation: ground.citation } : null,
      },
      200,
    );
  });
};
