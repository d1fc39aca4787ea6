import { z } from '@hono/zod-openapi';
import { SaoyError } from '../../domain/problem';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { submitUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';

/** "Trình ký": the officer hands the scan to the leader. */
export const mountSubmit = actionRoute({
  action: 'submit',
  body: z.object({}),
  update: submitUpdate,
  prepare: ({ rules }, dossier, actorId) => {
    if (dossier.scanHash === null) throw new SaoyError('scan-missing');
    const { scanPages: scanned, originalPages: declared } = dossier;
    const { pagesDiffer } = getPinnedPolicy(rules, dossier.policy).files.scan;
    if (pagesDiffer === 'refuse' && scanned !== null && scanned !== declared) {
      throw new SaoyError('scan-pages-differ', { scanned, declared });
    }
    return { actorId };
  },
});
