import { createHash } from 'node:crypto';
import type { z } from '@hono/zod-openapi';
import { recordArrived } from '../../db/bookings/change-booking';
import { getOfficeOf } from '../../db/dossiers/find-dossier';
import { findCitizen } from '../../db/people/find-person';
import { getVisit, type NewVisit, recordAcceptance } from '../../db/dossiers/record-acceptance';
import { checkExtension } from '../../deadlines/check-extension';
import { computeDeadlines } from '../../deadlines/due';
import { planDossierStep } from '../../deadlines/plan-dossier-step';
import { actKeyOf } from '../../domain/act-key';
import { SaoyError } from '../../domain/problem';
import { calendarVersionOf, policyVersionOf } from '../../policies/pinned-rules';
import type { Policy } from '../../policies/policy';
import { policyInForce } from '../../policies/policy-in-force';
import type { acceptSchema } from './contract';
import type { ApiDeps } from '../http/deps';
import { viewFee } from '../counter/view-fee';
import { inTransaction } from '../../db/transaction';

type Deps = Pick<ApiDeps, 'db' | 'rules' | 'now'>;

/**
 * Accepts an original: fee and due times by the rules in force, which the dossier pins.
 * @returns the dossier's id; its workflow is still to be started (the outbox knows)
 * @throws SaoyError `visit-unknown`, `requester-unknown`, `extension-…`, `fee-pages-invalid`; `booking-unknown`,
 *   `booking-over`
 */
export async function acceptDossier(
  deps: Deps,
  body: z.output<typeof acceptSchema>,
  actorId: string,
  key: string,
): Promise<string> {
  const { db, rules } = deps;
  // A request whose answer was lost comes again with its key: the dossier is there already.
  const dossierId = idOfRequest(actorId, key);
  const { office, hasDossier } = await getOfficeOf(db, body.officeId, dossierId);
  if (hasDossier) return dossierId;
  if (office.validTo !== null) throw new SaoyError('office-closed');
  const visit =
    body.visitId === undefined ? null : await getVisit(db.manager, office.id, body.visitId);
  const acceptedAt = visit?.acceptedAt.getTime() ?? deps.now();
  const policy = policyInForce(rules, office.policyId, acceptedAt);
  const calendar = rules.calendarOf(office.calendarId);
  const extension = body.extension ?? null;
  const question = {
    acceptedAt,
    policy,
    calendar,
    complex: extension !== null,
    extendDays: extension?.days ?? 0,
    extensionGround: extension?.ground,
  };
  const deadlines = computeDeadlines(question);
  if (extension !== null) {
    checkExtension(policy, {
      groundId: extension.ground,
      extendDays: extension.days,
      legalDue: deadlines.legalDue,
    });
  }
  const clock = planDossierStep(
    { ...question, legalDue: deadlines.legalDue },
    'create',
    deadlines.receivedAt,
    { create: 0, sign: 0, seal: 0 },
  );
  const requester = visit === null ? await findRequester(deps, body.requester) : null;
  return inTransaction(db, async (inside) => {
    const dossier = await recordAcceptance(inside, {
      dossierId,
      office,
      actorId,
      actKey: actKeyOf('accept', actorId, key),
      visit: requester ?? { id: String(body.visitId) },
      documentType: body.documentType,
      originalPages: body.originalPages,
      copies: body.copies,
      scanCompared: body.scanCompared,
      fee: viewFee(policy, body.originalPages, body.copies),
      takesFee: body.refusedAtOnce !== true,
      takenAt: new Date(deps.now()),
      policy: policyVersionOf(policy),
      calendar: calendarVersionOf(calendar),
      acceptedAt: new Date(acceptedAt),
      startBy: new Date(deps.now() + startWithinMs),
      receivedAt: new Date(deadlines.receivedAt),
      legalDue: new Date(deadlines.legalDue),
      slipReason: deadlines.slip ? slipReason(policy, deadlines.because) : null,
      extension,
      because: deadlines.because,
      clock: {
        startedAt: new Date(deadlines.receivedAt),
        budgetMs: clock.budgetMs,
        dueByHours: new Date(clock.dueByHours),
        due: new Date(clock.due),
        pace: new Date(clock.pace),
        noticeAt: new Date(clock.noticeAt),
        escalateAt: clock.escalateAt === null ? null : new Date(clock.escalateAt),
      },
    });
    if (body.bookingId !== undefined) {
      const { officeId, visitId } = dossier;
      const arrived = { bookingId: body.bookingId, officeId, visitId };
      await recordArrived(inside, arrived, { actorId, at: new Date(deps.now()) });
    }
    return dossier.id;
  });
}

/** The request that accepts starts the workflow; where that fails, the outbox's relay does after this time. */
const startWithinMs = 5_000;

function slipReason({ slip }: Policy, because: { rule: string; citation: string }[]): string {
  return because.find(({ citation }) => citation === slip.citation)?.rule ?? slip.citation;
}

/**
 * Who asks, from the account or as typed.
 * @throws SaoyError `requester-unknown` when no account has this identifier.
 */
export async function findRequester(
  { db }: Pick<Deps, 'db'>,
  requester: z.output<typeof acceptSchema>['requester'],
): Promise<NewVisit> {
  if (requester.kind === 'no-account') {
    return {
      requesterId: null,
      requesterName: requester.fullName,
      requesterIdentifier: null,
      requesterEmail: requester.email,
      requesterPhone: null,
    };
  }
  const person = await findCitizen(db, requester.identifier);
  if (person === null) throw new SaoyError('requester-unknown');
  return {
    requesterId: person.id,
    requesterName: person.fullName,
    requesterIdentifier: person.identifier,
    requesterEmail: person.email,
    requesterPhone: person.phone,
  };
}

/** A UUID (RFC 9562, version 8) of who asked and under which Idempotency-Key. */
function idOfRequest(actorId: string, key: string): string {
  const hex = createHash('sha256').update(`accept ${actorId} ${key}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
