import { z } from '@hono/zod-openapi';
import type { Ground } from '../../deadlines/rules';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { extensionOptionsSchema } from './contract';
import type { Mount } from '../http/env';

const route = defineRoute('dossier.extend', {
  method: 'get',
  path: '/api/dossiers/{id}/extension-options',
  tags: ['dossiers'],
  summary: 'On what grounds and for how long this dossier may be extended, by the policy it pinned',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({
    200: json(extensionOptionsSchema, 'By its policy, whatever holds today'),
  }),
});

export const mountExtensionOptions: Mount = (app, deps) => {
  serve(app, deps, route, (c, { dossier }) => {
    const { extension } = getPinnedPolicy(deps.rules, dossier.policy);
    const view = ({ id: ground, vi, citation }: Ground) => ({ id: ground, text: vi, citation });
    return c.json({ daysMax: extension.daysMax, grounds: extension.grounds.map(view) }, 200);
  });
};
