import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import {
  type CorrectionAct,
  type CorrectionKind,
  type CorrectionOutcome,
  decideCorrection,
} from '../../domain/correction-requests';
import type { NewNotice, WorkMessage } from '../../domain/notices';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { lockDossier } from '../dossiers/record-transition';
import { enqueue } from '../notices/outbox';
import { inTransaction } from '../transaction';
import { CorrectionRequest } from './entity';

/**
 * A citizen asks; the office hears of it, and the clock begins.
 * @throws SaoyError `correction-request-open` where one about this copy waits already
 */
export function recordCorrectionRequest(
  db: DataSource,
  asked: {
    dossierId: string;
    personId: string;
    kind: CorrectionKind;
    words: string;
    at: Date;
    dueAt: Date;
  },
): Promise<CorrectionRequest> {
  const { dossierId, personId, kind, words, at, dueAt } = asked;
  return inTransaction(db, async (inside) => {
    const { officeId } = await lockDossier(inside, dossierId);
    if (await inside.existsBy(CorrectionRequest, { dossierId, state: 'asked' })) {
      throw new SaoyError('correction-request-open');
    }
    const request: CorrectionRequest = {
      ...{ id: randomUUID(), dossierId, officeId, personId, kind, words, state: 'asked' },
      ...{ askedAt: at, dueAt, alarms: 0, outcome: null, answer: null, answeredBy: null },
      endedAt: null,
    };
    await inside.insert(CorrectionRequest, request);
    await tell(inside, request, at, [toRight('create', 'correction-asked', request)]);
    await tellChanged(inside, request, at);
    await audit(inside, request, 'ask-correction', { actorId: personId, at });
    return request;
  });
}

/** The office's answer, and by whom. */
export interface CorrectionAnswer {
  actorId: string;
  at: Date;
  answer: string;
  /** Null: it is refused. */
  outcome: CorrectionOutcome | null;
}

/**
 * The office answers; the citizen hears of it.
 * @throws SaoyError `correction-request-unknown`, `correction-request-over`
 */
export function answerCorrectionRequest(
  db: DataSource,
  id: string,
  { actorId, at, answer, outcome }: CorrectionAnswer,
): Promise<CorrectionRequest> {
  const act: CorrectionAct = outcome === null ? 'refuse' : 'accept';
  return end(db, id, act, { actorId, at }, async (inside, before) => {
    const request: CorrectionRequest = { ...before, outcome, answer, answeredBy: actorId };
    const template: WorkMessage = outcome === null ? 'correction-refused' : 'correction-accepted';
    await tell(inside, request, at, [
      { channel: 'portal', template, recipientKind: 'person', recipient: request.personId },
      { channel: 'mail', template, recipientKind: 'requester', recipient: null },
    ]);
    return request;
  });
}

/** The citizen takes it back. @throws SaoyError `correction-request-unknown`, `correction-request-over` */
export function withdrawCorrectionRequest(
  db: DataSource,
  id: string,
  by: { actorId: string; at: Date },
): Promise<CorrectionRequest> {
  return end(db, id, 'withdraw', by, (_, before) => Promise.resolve(before));
}

/** Sounds an alarm of one that still waits, each once. @param alarm 1: its end is near; 2: it is past */
export function soundCorrectionAlarm(
  db: DataSource,
  id: string,
  alarm: 1 | 2,
  at: Date,
): Promise<void> {
  return inTransaction(db, async (inside) => {
    const request = await lockRequest(inside, id);
    if (request.state !== 'asked' || request.alarms >= alarm) return;
    await inside.update(CorrectionRequest, { id }, { alarms: alarm });
    const notices =
      alarm === 1
        ? [toRight('create', 'correction-near', request)]
        : (['create', 'supervise'] as const).map((right) =>
            toRight(right, 'correction-late', request),
          );
    await tell(inside, request, at, notices);
  });
}

async function end(
  db: DataSource,
  id: string,
  act: CorrectionAct,
  { actorId, at }: { actorId: string; at: Date },
  change: (inside: EntityManager, before: CorrectionRequest) => Promise<CorrectionRequest>,
): Promise<CorrectionRequest> {
  return inTransaction(db, async (inside) => {
    const before = await lockRequest(inside, id);
    const state = decideCorrection(before.state, act);
    if (before.state === state) return before;
    const request = { ...(await change(inside, before)), state, endedAt: at };
    await inside.save(CorrectionRequest, request);
    await tellChanged(inside, request, at);
    await audit(inside, request, `${act}-correction`, { actorId, at });
    return request;
  });
}

async function lockRequest(inside: EntityManager, id: string): Promise<CorrectionRequest> {
  const lock = { mode: 'pessimistic_write' } as const;
  const request = await inside.findOne(CorrectionRequest, { where: { id }, lock });
  if (!request) throw new SaoyError('correction-request-unknown');
  return request;
}

function toRight(
  right: 'create' | 'supervise',
  template: WorkMessage,
  { id, dueAt }: CorrectionRequest,
): NewNotice {
  return {
    ...{ channel: 'portal', template, recipientKind: 'right', recipient: right },
    ...{ occasion: id, data: { due: dueAt.getTime() } },
  };
}

/** About the dossier, so that each leads to it. */
async function tell(
  inside: EntityManager,
  { id, officeId, dossierId: subjectId }: CorrectionRequest,
  at: Date,
  notices: readonly NewNotice[],
): Promise<void> {
  const about = { officeId, subjectKind: 'dossier', subjectId, at } as const;
  await enqueue(
    inside,
    about,
    notices.map((notice) => ({ ...notice, occasion: id })),
  );
}

/** Has the request's workflow begin, or look at what it waits for anew. */
async function tellChanged(
  inside: EntityManager,
  { id, officeId, state }: CorrectionRequest,
  at: Date,
): Promise<void> {
  await enqueue(inside, { officeId, subjectKind: 'correction', subjectId: id, at }, [
    {
      ...{ channel: 'workflow', template: 'changed', recipientKind: 'none', recipient: null },
      occasion: state,
    },
  ]);
}

async function audit(
  inside: EntityManager,
  { id, officeId, dossierId, kind, outcome }: CorrectionRequest,
  action: string,
  { actorId, at }: { actorId: string; at: Date },
): Promise<void> {
  await recordAudit(inside, {
    ...{ officeId, dossierId, actorId, action, at, actKey: `${action} ${id}` },
    details: { requestId: id, kind, ...(outcome && { outcome }) },
  });
}
