import type { Dossier } from './contract';
import { viewRow } from './view-row';
import { viewRecentSigning } from './view-signing';
import type { ApiDeps } from '../http/deps';
import { type WholeDossier, getDossier } from '../../db/dossiers/get-dossier';
import type { Comparison } from '../../db/scans/find-comparison';
import type { SignedIn } from '../../db/sessions/find-session';
import { heldFee, owedFee } from '../../domain/cash';
import { maskOrNone, maskWithin } from '../../domain/mask';
import {
  type Action,
  type Right,
  type Stage,
  actionDeclarations,
  actions,
  mayAct,
  waysOn,
  waysOut,
} from '../../domain/process';
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
    actions: listActions(dossier.stage, office?.rights ?? [], isWaiting(dossier), whole.isAsked),
  };
}

/** Stages at which the leader's signature is valid: a dossier that was returned is signed anew. */
export const stagesWithSignature: readonly Stage[] = [
  'awaiting-seal',
  'completing',
  'delivering',
  'delivered',
];

/**
 * What a person with these rights may do now, without Sao Y's own actions and what the workflow would refuse as
 * busy. Pure.
 * @param waits it waits for a server of others: only acts that end the waiting are taken
 * @param isAsked a signature waits for a person: until it is given or taken back nothing else is taken
 */
export function listActions(
  stage: Stage,
  rights: readonly Right[],
  waits = false,
  isAsked = false,
): Action[] {
  if (isAsked) return [];
  return actions.filter(
    (action) =>
      mayAct(action, stage) &&
      (waits ? waysOut.includes(action) : !waysOn.includes(action)) &&
      actionDeclarations[action].rights.some((right) => rights.includes(right)),
  );
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
