import { createRoute, z } from '@hono/zod-openapi';
import type { Ground } from '../../deadlines/rules';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { answers, json } from '../http/answers';
import { extensionOptionsSchema } from './contract';
import type { Mount } from '../http/env';
import { requireDossier } from '../http/require-dossier';

const route = createRoute({
  method: 'get',
  path: '/api/dossiers/{id}/extension-options',
  tags: ['dossiers'],
  summary: 'On what grounds and for how long this dossier may be extended, by the policy it pinned',
  request: { params: z.object({ id: z.uuid() }) },
  responses: answers({ 200: json(extensionOptionsSchema, 'By its policy, whatever holds today') }),
});

export const mountExtensionOptions: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { dossier } = await requireDossier(c, deps, id, 'create', 'supervise');
    const { extension } = getPinnedPolicy(deps.rules, dossier.policy);
    const view = ({ id: ground, vi, citation }: Ground) => ({ id: ground, text: vi, citation });
    return c.json({ daysMax: extension.daysMax, grounds: extension.grounds.map(view) }, 200);
  });
};
