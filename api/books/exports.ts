import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { recordReading } from '../../db/dossiers/record-reading';
import { readNames } from '../../db/people/read-names';
import {
  cancelExport,
  getExport,
  listExports,
  recordExportAsked,
  removeExport,
} from '../../db/registers/book-exports';
import type { BookExport } from '../../db/registers/entity';
import { isProblemCode, SaoyError, sentence } from '../../domain/problem';
import { dossierTaskQueue } from '../../workflows/engine/task-queues';
import { exportBookType, exportWorkflowId } from '../../workflows/registers/messages';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json, xlsxType } from '../http/responses';
import { answerFile, storedFile } from '../http/stored-file';
import { type BookExportView, bookExportSchema, exportOrderSchema, exportPath } from './contract';

const path = '/api/offices/{officeId}/book-exports';

const asking = defineRoute('book.list', {
  method: 'post',
  path,
  tags: ['register'],
  summary:
    'Have a book, or the books of a year merged into one, written as a workbook by the worker',
  request: {
    params: exportPath.pick({ officeId: true }),
    body: { required: true, content: { 'application/json': { schema: exportOrderSchema } } },
  },
  responses: describeResponses({ 202: json(bookExportSchema, 'It is being written') }),
});

const listing = defineRoute('book.list', {
  method: 'get',
  path,
  tags: ['register'],
  summary: 'The exports of an office with how far they have come, the newest first',
  request: { params: exportPath.pick({ officeId: true }) },
  responses: describeResponses({
    200: json(z.object({ items: z.array(bookExportSchema) }), 'Twenty at most'),
  }),
});

const cancelling = defineRoute('book.list', {
  method: 'post',
  path: `${path}/{exportId}/cancel`,
  tags: ['register'],
  summary: 'Want an export no more; what is done stays',
  request: { params: exportPath },
  responses: describeResponses({ 204: { description: 'Done' } }),
});

const fetching = defineRoute('book.list', {
  method: 'get',
  path: `${path}/{exportId}/so.xlsx`,
  tags: ['register'],
  summary: 'The workbook, once it is written',
  request: { params: exportPath },
  responses: describeResponses(storedFile(xlsxType, 'The workbook as it was written')),
});

export const mountBookExports: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, asking, async (c, { officeId, signedIn }) => {
    const order = { id: randomUUID(), officeId, which: c.req.valid('json') };
    const by = { askedBy: signedIn.personId, askedAt: new Date(now()) };
    const { id, isNew } = await recordExportAsked(db, { ...order, ...by });
    if (isNew) await startWorkflow(deps, id);
    return c.json(await viewExport(deps, await getExport(db, id)), 202);
  });
  serve(app, deps, listing, async (c, { officeId }) => {
    const exports = await listExports(db, officeId);
    return c.json({ items: await Promise.all(exports.map((each) => viewExport(deps, each))) }, 200);
  });
  serve(app, deps, cancelling, async (c, { officeId }) => {
    const { id } = await getExport(db, c.req.valid('param').exportId, officeId);
    await cancelExport(db, id, new Date(now()));
    return c.body(null, 204);
  });
  serve(app, deps, fetching, async (c, { officeId, signedIn }) => {
    const made = await getExport(db, c.req.valid('param').exportId, officeId);
    const { id, year, workbookHash } = made;
    if (workbookHash === null) throw new SaoyError('book-export-not-ready');
    const name = `so-chung-thuc-${year}.xlsx`;
    const answer = await answerFile(c, deps, { hash: workbookHash, type: xlsxType, name });
    if (!answer.ok) return answer;
    // Names stand in it: that somebody took it, or a part of it, is in the office's log.
    await recordReading(db.manager, {
      ...{ officeId, actorId: signedIn.personId, action: 'download', at: new Date(now()) },
      details: { what: 'book', export: id, hash: workbookHash },
    });
    return answer;
  });
};

async function startWorkflow({ db, temporal }: ApiDeps, exportId: string): Promise<void> {
  try {
    const client = await temporal();
    await client.workflow.start(exportBookType, {
      workflowId: exportWorkflowId(exportId),
      taskQueue: dossierTaskQueue,
      args: [{ exportId }],
    });
  } catch (cause) {
    await removeExport(db, exportId);
    throw cause instanceof SaoyError ? cause : new SaoyError('process-unavailable', {}, { cause });
  }
}

async function viewExport({ db }: ApiDeps, made: BookExport): Promise<BookExportView> {
  const { id, bookId, year, total, progress, askedAt, askedBy, failure } = made;
  const names = await readNames(db, [askedBy]);
  return {
    ...{ id, bookId, year, total, progress, bytes: made.bytes },
    askedAt: askedAt.toISOString(),
    askedBy: names.get(askedBy) ?? '',
    doneAt: made.doneAt?.toISOString() ?? null,
    cancelledAt: made.cancelledAt?.toISOString() ?? null,
    hasFile: made.workbookHash !== null,
    failure: failure !== null && isProblemCode(failure) ? sentence(failure, 'vi', {}) : failure,
  };
}
