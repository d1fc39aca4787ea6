import { createRoute, z } from '@hono/zod-openapi';
import { listOpenLetters } from '../../../db/queries/list-letters';
import { answers, json } from '../../answers';
import { letterSchema } from '../../contract/letter';
import type { Mount } from '../../env';
import { requireRight } from '../../middleware/session';

const route = createRoute({
  method: 'get',
  path: '/api/letters',
  tags: ['supervision'],
  summary: 'Slips and apologies that were drafted and are still to be handed over',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: answers({ 200: json(z.object({ items: z.array(letterSchema) }), 'Oldest first') }),
});

/**
 * A due that moved calls for a new appointment slip (TT 01/2020 Đ2.1), one that was broken for an apology
 * (TT 03/2025, mẫu 04): this is the list of those to whom it must still be given.
 */
export const mountListLetters: Mount = (app, { db }) => {
  app.openapi(route, async (c) => {
    const { officeId } = c.req.valid('query');
    requireRight(c, officeId, 'create', 'supervise');
    const letters = await listOpenLetters(db, officeId);
    const items = letters.map((letter) => ({
      dossierId: letter.dossierId,
      dossierCode: letter.dossierCode,
      kind: letter.kind,
      due: letter.due.toISOString(),
      previousDue: letter.previousDue?.toISOString() ?? null,
      reason: letter.reason,
      draftedAt: letter.draftedAt.toISOString(),
    }));
    return c.json({ items }, 200);
  });
};
