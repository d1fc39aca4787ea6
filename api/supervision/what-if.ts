import { listOpenDossiers, readServiceTimes } from '../../db/dossiers/list-open-dossiers';
import type { DossierChange } from '../../deadlines/what-if';
import { answerWhatIf, withPinnedRules } from '../../policies/answer-what-if';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { whatIfAnswerSchema, whatIfSchema } from './what-if-contract';
import type { Mount } from '../http/env';

const route = defineRoute('what-if.ask', {
  method: 'post',
  path: '/api/supervision/what-if',
  tags: ['supervision'],
  summary: 'Which open dossiers of an office a change would move or make late; nothing is changed',
  request: {
    body: { required: true, content: { 'application/json': { schema: whatIfSchema } } },
  },
  responses: describeResponses({ 200: json(whatIfAnswerSchema, 'What would be') }),
});

/** "Nếu…": the same reckoning as `saoy whatif`, on the open dossiers of one office. */
export const mountWhatIf: Mount = (app, deps) => {
  const { db, rules, settings, now } = deps;
  serve(app, deps, route, async (c) => {
    const { officeId, rules: text, at, limit, ...question } = c.req.valid('json');
    const asOf = at === undefined ? now() : Date.parse(at);
    const [rows, measured] = await Promise.all([
      listOpenDossiers(db, officeId),
      // A look at thousands of finished steps, for those alone who ask about people.
      question.people === undefined ? {} : readServiceTimes(db, officeId),
    ]);
    const { changes, ...counts } = answerWhatIf(
      withPinnedRules(rows, rules),
      { ...question, at: asOf, draft: text === undefined ? undefined : { file: 'rules', text } },
      rules,
      measured,
      settings.policiesDir,
    );
    const flipped = changes.filter(isFlip);
    const moved = changes.filter((change) => !isFlip(change));
    return c.json(
      {
        asOf: new Date(asOf).toISOString(),
        ...counts,
        changed: changes.length,
        changes: [...flipped, ...moved].slice(0, limit).map(viewChange),
      },
      200,
    );
  });
};

function isFlip({ lateBefore, lateAfter }: DossierChange): boolean {
  return lateBefore !== lateAfter;
}

function viewChange({ id, ...change }: DossierChange) {
  const { legalDueBefore, legalDueAfter, finishBefore, finishAfter } = change;
  return {
    ...change,
    code: id,
    legalDueBefore: new Date(legalDueBefore).toISOString(),
    legalDueAfter: new Date(legalDueAfter).toISOString(),
    finishBefore: viewFinish(finishBefore),
    finishAfter: viewFinish(finishAfter),
  };
}

function viewFinish(at: number): string | null {
  return Number.isFinite(at) ? new Date(at).toISOString() : null;
}
