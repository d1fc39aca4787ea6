import type { Dossier } from './contract';
import { listActs, type Standing } from './list-acts';
import { viewRow } from './view-row';
import { viewRecentSigning } from './view-signing';
import type { ApiDeps } from '../http/deps';
import { type WholeDossier, getDossier } from '../../db/dossiers/get-dossier';
import type { Comparison } from '../../db/scans/find-comparison';
import type { SignedIn } from '../../db/sessions/find-session';
import { heldFee, owedFee } from '../../domain/cash';
import { maskOrNone, maskWithin } from '../../domain/mask';
import type { Stage } from '../../domain/process';
import { attestationStatement } from '../../policies/attestation-statement';
import { feeGivenBackAt } from '../../policies/fee';
import { getPinnedPolicy } from '../../policies/pinned-rules';

/**
 * One dossier as this person may see it, with what they may do now.
 * @throws SaoyError `dossier-unknown` for none and for another office's.
 */
export async function getDossierView(
  deps: ApiDeps,
  id: string,
  signedIn: SignedIn,
): Promise<Dossier> {
  const whole = await getDossier(
    deps.db,
    signedIn.offices.map((office) => office.id),
    id,
    signedIn.personId,
    new Date(deps.now()),
  );
  const { dossier } = whole;
  const office = signedIn.offices.find(({ id: officeId }) => officeId === dossier.officeId);
  return {
    ...viewRow(whole.line),
    officeId: dossier.officeId,
    visitId: dossier.visitId,
    receiptNumber: whole.receiptNumber,
    fee: viewFeeOf(deps, dossier),
    receivedAt: dossier.receivedAt.toISOString(),
    appointmentSlip: dossier.appointmentSlip,
    policy: dossier.policy,
    calendar: dossier.calendar,
    statement: attestationStatement(getPinnedPolicy(deps.rules, dossier.policy)),
    because: dossier.because,
    scan:
      dossier.scanPages === null || dossier.scanBytes === null
        ? null
        : {
            pages: dossier.scanPages,
            pagesDiffer: dossier.scanPages !== dossier.originalPages,
            bytes: dossier.scanBytes,
            compared: viewComparison(whole.comparison),
          },
    hasSigned: dossier.certifiedHash !== null && stagesWithSignature.includes(dossier.stage),
    hasCopy: dossier.copyHash !== null,
    refusal: viewRefusal(deps, whole),
    publicUrl: `${deps.settings.publicUrl}/x/${dossier.publicToken}`,
    delivery: whole.delivery && {
      status: whole.delivery.status,
      attempts: whole.delivery.attempts,
      sentAt: whole.delivery.sentAt?.toISOString() ?? null,
      answer: maskOrNone(maskWithin, whole.delivery.lastError),
    },
    signing: viewRecentSigning(whole.asked, deps.now()),
    actions: listActs(standingOf(deps, whole), {
      id: signedIn.personId,
      rights: office?.rights ?? [],
    }),
  };
}

/** Stages at which the leader's signature is valid: a dossier that was returned is signed anew. */
export const stagesWithSignature: readonly Stage[] = [
  'awaiting-seal',
  'completing',
  'delivering',
  'delivered',
];

function standingOf(deps: ApiDeps, whole: WholeDossier): Standing {
  const { dossier, line, delivery, isAsked, isPaused, isVoid } = whole;
  return {
    ...{ stage: dossier.stage, isAsked, isPaused, isVoid, hasCopy: dossier.copyHash !== null },
    ...{ step: line.clock?.step ?? null, holderId: line.heldBy?.id ?? null },
    ...{ waits: isWaiting(dossier), triesAgain: dossier.waitingUntil !== null },
    mayPause: getPinnedPolicy(deps.rules, dossier.policy).pause.grounds.length > 0,
    hasUnsentMail: delivery !== null && delivery.status !== 'sent',
    feeOwed: viewFeeOf(deps, dossier).owed,
  };
}

/** Whether it waits by itself: what was refused in the end is said too, and waits for nothing. */
function isWaiting({ stage, waitingFor, waitingUntil }: WholeDossier['dossier']): boolean {
  return waitingUntil !== null || (stage === 'delivering' && waitingFor !== null);
}

function viewFeeOf({ rules }: ApiDeps, dossier: WholeDossier['dossier']): Dossier['fee'] {
  const givenBackAt = feeGivenBackAt(getPinnedPolicy(rules, dossier.policy));
  return { ...dossier.fee, held: heldFee(dossier), owed: owedFee(dossier, givenBackAt) };
}

function viewComparison(found: Comparison | null): { by: string; at: string } | null {
  return found && { by: found.by, at: found.at.toISOString() };
}

function viewRefusal({ rules }: ApiDeps, { dossier, remark }: WholeDossier): Dossier['refusal'] {
  const { refusalGround: ground } = dossier;
  if (ground === null) return null;
  const { refusalGrounds } = getPinnedPolicy(rules, dossier.policy);
  const known = refusalGrounds.find(({ id }) => id === ground);
  return { ground, text: known?.vi ?? ground, explanation: remark ?? '' };
}
