import { closeBook, type ClosingFacts, hasEnded, readClosing } from '../../db/registers/close-book';
import { getOffice } from '../../db/offices/get-office';
import { getPaper } from '../../db/papers/list-papers';
import { readNames } from '../../db/people/read-names';
import { dayOf, formatDate } from '../../time/time';
import type { ApiDeps } from '../http/deps';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { pdfAnswer } from '../http/pdf-answer';
import { describeResponses, json } from '../http/responses';
import { answerPreview } from '../papers/answer-paper';
import { viewPaper } from '../papers/view';
import { composeClosing } from './compose-closing';
import { type BookClosing, bookClosingSchema, bookPath, closeOrderSchema } from './contract';

const path = '/api/offices/{officeId}/books/{bookId}/closing';

const reading = defineRoute('book.list', {
  method: 'get',
  path,
  tags: ['register'],
  summary:
    'What closing a book would say, and what stands in its way; of a closed one, what was confirmed',
  request: { params: bookPath },
  responses: describeResponses({ 200: json(bookClosingSchema, 'Totals with their hash') }),
});

const previewing = defineRoute('book.list', {
  method: 'get',
  path: `${path}/preview.pdf`,
  tags: ['register'],
  summary: 'The closing statement as it would be, marked as a preview; nothing is kept',
  request: { params: bookPath },
  responses: describeResponses({ 200: pdfAnswer }),
});

const closing = defineRoute('book.close', {
  method: 'post',
  path,
  tags: ['register'],
  summary: 'Confirm the totals of a book and close it for good (NĐ 23/2015 Đ13.1)',
  request: {
    params: bookPath,
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: closeOrderSchema } } },
  },
  responses: describeResponses({
    200: json(bookClosingSchema, 'The book as it was closed, with its statement'),
  }),
});

export const mountBookClosing: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, reading, async (c, { officeId }) => {
    return c.json(await viewClosing(deps, officeId, c.req.valid('param').bookId), 200);
  });
  serve(app, deps, previewing, async (c, { officeId }) => {
    const facts = await readClosing(db, officeId, c.req.valid('param').bookId);
    const at = now();
    const office = await getOffice(db, officeId);
    // Whoever looks at it is not yet who confirms it.
    const unsigned = { ...facts, office, fullName: '' };
    const { content } = composeClosing({ rules, at, confirmed: null }, unsigned);
    return answerPreview(c, content, at);
  });
  serve(app, deps, closing, async (c, { officeId, signedIn }) => {
    const { bookId } = c.req.valid('param');
    const view = await withIdempotency(c, deps, async () => {
      const at = new Date(now());
      const office = await getOffice(db, officeId);
      const names = await readNames(db, [signedIn.personId]);
      const fullName = names.get(signedIn.personId) ?? '';
      await closeBook(db.manager, {
        ...{ officeId, bookId, actorId: signedIn.personId, at },
        totalsHash: c.req.valid('json').totalsHash,
        paperOf: (facts) =>
          composeClosing(
            { rules, at: at.getTime(), confirmed: at },
            { ...facts, office, fullName },
          ),
      });
      return viewClosing(deps, officeId, bookId);
    });
    return c.json(view, 200);
  });
};

async function viewClosing(
  { db, now }: ApiDeps,
  officeId: string,
  bookId: string,
): Promise<BookClosing> {
  const facts = await readClosing(db, officeId, bookId);
  const { book, totals, months, waiting, totalsHash } = facts;
  return {
    ...{ totals, months, totalsHash },
    hasEnded: hasEnded(book, formatDate(dayOf(now()))),
    waiting,
    closed: facts.closing && (await viewClosed(db, officeId, facts.closing)),
  };
}

async function viewClosed(
  db: ApiDeps['db'],
  officeId: string,
  closed: NonNullable<ClosingFacts['closing']>,
): Promise<NonNullable<BookClosing['closed']>> {
  const { numbers, voids, corrections, copies, pages, fee, firstText, lastText } = closed;
  const names = await readNames(db, [closed.closedBy]);
  return {
    totals: { numbers, voids, corrections, copies, pages, fee, firstText, lastText },
    at: closed.at.toISOString(),
    by: names.get(closed.closedBy) ?? '',
    hash: closed.hash,
    paper: viewPaper(await getPaper(db, [officeId], closed.paperId)),
  };
}
