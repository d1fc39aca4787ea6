import { z } from '@hono/zod-openapi';
import { findTracked } from '../../db/dossiers/find-tracked';
import { SaoyError } from '../../domain/problem';
import { stages } from '../../domain/process';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { instantSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';

const trackedSchema = z
  .object({
    asOf: instantSchema,
    officeName: z.string(),
    stage: z.enum(stages),
    acceptedAt: instantSchema,
    legalDue: instantSchema,
    /** The due has passed, and there is no result yet or it came after it. */
    late: z.boolean(),
    /** Delivered, refused, cancelled or withdrawn; null: under way. */
    endedAt: instantSchema.nullable(),
    /** The legal ground; what was explained to the person stands in the written refusal alone. */
    refusal: z.object({ text: z.string(), citation: z.string() }).nullable(),
  })
  .openapi('TrackedDossier');

export type TrackedDossier = z.infer<typeof trackedSchema>;

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
