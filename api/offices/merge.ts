import { z } from '@hono/zod-openapi';
import { findOffice } from '../../db/offices/get-office';
import { mergeOffice, previewMerge } from '../../db/mergers/merge-office';
import { isInBranch } from '../../domain/offices';
import { SaoyError } from '../../domain/problem';
import { dayOf, formatDate } from '../../time/time';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import type { FoundOn } from '../http/guard';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { mergeCountsSchema } from './contract';
import { unitPath } from './get';

const into = z.object({ successorId: z.uuid() });

const previewRoute = defineRoute('unit.merge', {
  method: 'get',
  path: '/api/offices/{officeId}/merge',
  tags: ['administration'],
  summary: 'What a merge into a successor would pass on, and what would stay',
  request: { params: unitPath, query: into },
  responses: describeResponses({ 200: json(mergeCountsSchema, 'Counts as of now') }),
});

const route = defineRoute('unit.merge', {
  method: 'post',
  path: '/api/offices/{officeId}/merge',
  tags: ['administration'],
  summary: 'Merge an office into its successor, from today on: one act, all of it or nothing',
  request: {
    params: unitPath,
    body: { required: true, content: { 'application/json': { schema: into } } },
  },
  responses: describeResponses({ 200: json(mergeCountsSchema, 'What was passed on') }),
});

export const mountPreviewMerge: Mount = (app, deps) => {
  serve(app, deps, previewRoute, async (c, found) => {
    const merge = await mergeOf(deps, found, c.req.valid('query').successorId);
    return c.json(await previewMerge(deps.db, merge), 200);
  });
};

export const mountMerge: Mount = (app, deps) => {
  serve(app, deps, route, async (c, found) => {
    const merge = await mergeOf(deps, found, c.req.valid('json').successorId);
    return c.json(await mergeOffice(deps.db, merge, formatDate(dayOf(deps.now()))), 200);
  });
};

/** @throws SaoyError `office-unknown` where the successor is not in the asker's branch either */
async function mergeOf(
  { db, now }: ApiDeps,
  { unit, signedIn: { personId }, administrations }: FoundOn['unit'],
  successorId: string,
) {
  const successor = await findOffice(db, successorId);
  if (!successor || !administrations.some(({ path }) => isInBranch(successor.path, path))) {
    throw new SaoyError('office-unknown');
  }
  return {
    ...{ officeId: unit.id, successorId, at: new Date(now()) },
    actor: { personId, administrations },
  };
}
