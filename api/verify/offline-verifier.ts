import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from '@hono/zod-openapi';
import { listRegisterKeys } from '../../db/registers/read-log';
import { fillRegisterKeys, fillTrustList } from '../../documents/verify/offline/fill-trust-list';
import { readTrust } from '../../documents/verify/trust/read-trust';
import { SaoyError } from '../../domain/problem';
import { describeResponses } from '../http/responses';
import { defineRoute, serveByHand } from '../http/guarded-route';
import type { Mount } from '../http/env';

/** As set-up builds it; found from the source as from dist/. */
const builtPage = [
  join(__dirname, '../../offline-verifier.html'),
  join(__dirname, '../../dist/offline-verifier.html'),
].find((path) => existsSync(path));

const route = defineRoute('copy.verify', {
  method: 'get',
  path: '/api/verify/offline-verifier.html',
  tags: ['public'],
  summary: 'The verifier as one page that needs no network, with the trust list of today',
  request: { params: z.object({}) },
  responses: describeResponses({
    200: {
      description: 'An HTML file to keep',
      content: { 'text/html': { schema: { type: 'string' as const } } },
    },
  }),
});

export const mountOfflineVerifier: Mount = (app, deps) => {
  serveByHand(app, deps, route, async (c) => {
    if (builtPage === undefined) throw new SaoyError('not-found');
    const { list } = await readTrust(deps.settings, deps.now());
    // Nobody's network is asked by a page without one.
    const trusting = fillTrustList(await readFile(builtPage, 'utf8'), {
      ...list,
      evidenceHosts: [],
    });
    const page = fillRegisterKeys(trusting, await listRegisterKeys(deps.db));
    return c.body(page, 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': `attachment; filename="kiem-tra-ban-sao-${list.issued}.html"`,
    });
  });
};
