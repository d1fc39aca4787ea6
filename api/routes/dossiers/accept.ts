import { createRoute } from '@hono/zod-openapi';
import { Office, Person } from '../../../db/entities/people';
import { getDossierView } from '../../views/dossier';
import { getVisit, recordAcceptance } from '../../../db/records/record-acceptance';
import { computeDeadlines } from '../../../deadlines/due';
import { planDossierStep } from '../../../deadlines/plan-dossier-step';
import { SaoyError } from '../../../domain/problem';
import { pinOfCalendar, pinOfPolicy } from '../../../policies/pinned-rules';
import { computeFee } from '../../../policies/fee';
import type { Policy } from '../../../policies/policy';
import { startWorkflow } from '../../actions/update-dossier';
import { idempotencyHeaderSchema, problemSchema } from '../../contract/common';
import { acceptSchema, dossierSchema } from '../../contract/dossier';
import type { ApiDeps } from '../../deps';
import type { Mount } from '../../env';
import { withIdempotency } from '../../middleware/idempotency';
import { requireRight } from '../../middleware/session';
import type { z } from '@hono/zod-openapi';

const route = createRoute({
  method: 'post',
  path: '/api/dossiers',
  summary: 'Accept an original at the counter',
  request: {
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: acceptSchema } } },
  },
  responses: {
    201: {
      description: 'The accepted dossier with its fee, due times and reasons',
      content: { 'application/json': { schema: dossierSchema } },
    },
    default: {
      description: 'Why not',
      content: { 'application/problem+json': { schema: problemSchema } },
    },
  },
});

/**
 * "Tiếp nhận": the original was shown and accepted. Policy and calendar are pinned here, the clocks
 * start here (NĐ 23/2015 Đ7), and the workflow follows: at once, or when its server is back.
 */
export const mountAccept: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const body = c.req.valid('json');
    const signedIn = requireRight(c, body.officeId, 'create');
    const view = await withIdempotency(c, deps, async (key) => {
      const id = await accept(deps, body, signedIn.personId, key);
      await startSoon(deps, id);
      return getDossierView(deps, id, signedIn);
    });
    return c.json(view, 201);
  });
};

async function accept(
  deps: ApiDeps,
  body: z.output<typeof acceptSchema>,
  actorId: string,
  key: string,
): Promise<string> {
  const { db, rules } = deps;
  const office = await db.manager.findOneByOrFail(Office, { id: body.officeId });
  const visit =
    body.visitId === undefined ? null : await getVisit(db.manager, office.id, body.visitId);
  const acceptedAt = visit?.acceptedAt.getTime() ?? deps.now();
  const policy = rules.getPolicy(office.policyId);
  const calendar = rules.calendarOf(office.calendarId);
  const extension = body.extension ?? null;
  if (extension !== null) checkGround(policy.extension.grounds, extension.ground);
  const question = {
    acceptedAt,
    policy,
    calendar,
    complex: extension !== null,
    extendDays: extension?.days ?? 0,
  };
  const deadlines = computeDeadlines(question);
  const clock = planDossierStep(
    { ...question, legalDue: deadlines.legalDue },
    'create',
    deadlines.receivedAt,
    { create: 0, sign: 0, seal: 0 },
  );
  const requester = visit === null ? await requesterOf(deps, body.requester) : null;
  return db.transaction(async (inside) => {
    const dossier = await recordAcceptance(inside, {
      office,
      actorId,
      actKey: `accept:${key}`,
      visit: requester ?? { id: String(body.visitId) },
      documentType: body.documentType.normalize('NFC'),
      originalPages: body.originalPages,
      copies: body.copies,
      scanCompared: body.scanCompared,
      fee: feeOf(policy, body.originalPages, body.copies),
      policy: pinOfPolicy(policy),
      calendar: pinOfCalendar(calendar),
      acceptedAt: new Date(acceptedAt),
      receivedAt: new Date(deadlines.receivedAt),
      legalDue: new Date(deadlines.legalDue),
      appointmentSlip: deadlines.slip,
      extension,
      because: deadlines.because,
      clock: {
        startedAt: new Date(deadlines.receivedAt),
        budgetMs: clock.budgetMs,
        dueByHours: new Date(clock.dueByHours),
        due: new Date(clock.due),
        pace: new Date(clock.pace),
        noticeAt: new Date(clock.noticeAt),
      },
    });
    return dossier.id;
  });
}

function feeOf(policy: Policy, originalPages: number, copies: number) {
  const { total, because } = computeFee(policy, originalPages, copies);
  return {
    total,
    line: because.map(({ rule }) => rule).join(' '),
    source: policy.fee.citation,
  };
}

function checkGround(grounds: readonly { id: string }[], ground: string): void {
  if (!grounds.some(({ id }) => id === ground)) throw new SaoyError('ground-unknown', { ground });
}

/** @throws SaoyError `requester-unknown` when no account has this identifier. */
async function requesterOf({ db }: ApiDeps, requester: z.output<typeof acceptSchema>['requester']) {
  if (requester.kind === 'no-account') {
    return {
      requesterId: null,
      requesterName: requester.fullName.normalize('NFC'),
      requesterIdentifier: null,
      requesterEmail: requester.email,
      requesterPhone: null,
    };
  }
  const person = await db.manager.findOneBy(Person, {
    identifier: requester.identifier,
    kind: 'citizen',
    active: true,
  });
  if (person === null) throw new SaoyError('requester-unknown');
  return {
    requesterId: person.id,
    requesterName: person.fullName,
    requesterIdentifier: person.identifier,
    requesterEmail: person.email,
    requesterPhone: person.phone,
  };
}

/** The outbox starts it anyway; starting now spares the first act a wait. */
async function startSoon(deps: ApiDeps, dossierId: string): Promise<void> {
  try {
    await startWorkflow(deps, await deps.temporal(), dossierId);
  } catch (error) {
    deps.log.warn({ dossierId, reason: String(error) }, 'workflow not started yet');
  }
}
