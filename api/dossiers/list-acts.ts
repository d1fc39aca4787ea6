import { mayGiveAway } from '../../domain/assignments';
import { isPermitted } from '../../domain/permissions';
import {
  type Act,
  acts,
  type Action,
  actions,
  mayAct,
  ownActs,
  type Right,
  type Stage,
  type StayingAct,
  stayingActs,
  type Step,
  stepDeclarations,
  waysOn,
  waysOut,
} from '../../domain/process';

/** What is done with who holds a step: no act on the dossier itself. */
const holdingActs = ['claim', 'take-over', 'release', 'assign'] as const;
type HoldingAct = (typeof holdingActs)[number];

type PersonAct = Exclude<Act, 'accept' | (typeof ownActs)[number]>;
/** Whatever a person may be offered on a dossier. */
export type OfferedAct = PersonAct | HoldingAct;
export const offeredActs: readonly OfferedAct[] = [...acts.filter(isOfPeople), ...holdingActs];

/** How a dossier stands, as far as it decides what may be done. */
export interface Standing {
  stage: Stage;
  /** The step whose clock runs; none while it is paused. */
  step: Step | null;
  holderId: string | null;
  /** It waits by itself for a server of others. */
  waits: boolean;
  /** When that is tried again by itself. */
  triesAgain: boolean;
  /** A signature waits for a person: until it is given or taken back nothing else is taken. */
  isAsked: boolean;
  isPaused: boolean;
  /** Whether its policy has grounds to pause it. */
  mayPause: boolean;
  /** A mail to the requester that is not known to have been sent. */
  hasUnsentMail: boolean;
  /** What is still to be taken of the fee (above zero) or to be given back (below). */
  feeOwed: number;
  hasCopy: boolean;
  /** The copy was revoked. */
  isVoid: boolean;
}

/**
 * What a person with these rights may do now with a dossier of their office, by the one table of permissions and its
 * state: the buttons of the pages. Without Sao Y's own acts and what would be refused as busy. Pure.
 */
export function listActs(
  standing: Standing,
  person: { id: string; rights: readonly Right[] },
): OfferedAct[] {
  return offeredActs.filter(
    (act) => isPermittedAct(act, person.rights) && isOpen(act, standing, person),
  );
}

function isPermittedAct(act: OfferedAct, rights: readonly Right[]): boolean {
  return isPermitted(isHolding(act) ? 'work.assign' : `dossier.${act}`, rights);
}

function isOpen(
  act: OfferedAct,
  standing: Standing,
  person: { id: string; rights: readonly Right[] },
): boolean {
  if (isHolding(act)) return mayHold(act, standing, person);
  if (!mayAct(act, standing.stage)) return false;
  return isTransition(act) ? leadsOn(act, standing) : holdsNow(act, standing);
}

/** What takes a dossier to another stage. While it is paused only what ends it is taken. */
function leadsOn(act: Action, { isAsked, isPaused, waits }: Standing): boolean {
  if (isAsked) return false;
  if (isPaused && !endsWhilePaused.includes(act)) return false;
  return waits ? waysOut.includes(act) : !waysOn.includes(act);
}

const endsWhilePaused: readonly Action[] = ['refuse', 'cancel', 'withdraw'];

/** What leaves the stage as it is: each has a state of its own in which there is something to do. */
function holdsNow(act: StayingAct, standing: Standing): boolean {
  const { isAsked, isPaused, waits, mayPause, feeOwed } = standing;
  const isFree = !isAsked && !waits;
  switch (act) {
    case 'scan':
    case 'correct':
      return isFree;
    case 'stop-signing':
      return isAsked;
    case 'try-again':
      return standing.triesAgain && standing.stage !== 'delivering';
    case 'extend':
      return standing.step !== null && !isAsked;
    case 'pause':
      return isFree && mayPause && !isPaused && standing.step !== null;
    case 'resume':
      return isPaused;
    case 'resend-mail':
      return standing.hasUnsentMail;
    case 'take-fee':
      return feeOwed > 0;
    case 'give-back-fee':
      return feeOwed < 0;
    case 'revoke':
      return standing.hasCopy && !standing.isVoid;
    case 'rederive':
      return false;
  }
}

function mayHold(
  act: HoldingAct,
  { step, holderId }: Standing,
  { id, rights }: { id: string; rights: readonly Right[] },
): boolean {
  if (step === null) return false;
  const hasRight = rights.includes(stepDeclarations[step].right);
  const isOthers = holderId !== null && holderId !== id;
  switch (act) {
    case 'claim':
      return holderId === null && hasRight;
    case 'take-over':
      return isOthers && hasRight;
    case 'release':
      return holderId !== null && (!isOthers || mayGiveAway(rights));
    case 'assign':
      return !isOthers || mayGiveAway(rights);
  }
}

function isHolding(act: OfferedAct): act is HoldingAct {
  return holdingActs.some((holding) => holding === act);
}

function isTransition(act: PersonAct): act is Exclude<Action, 'accept' | 'complete' | 'deliver'> {
  return (
    actions.some((action) => action === act) && !stayingActs.some((staying) => staying === act)
  );
}

function isOfPeople(act: Act): act is PersonAct {
  return act !== 'accept' && !ownActs.some((own) => own === act);
}
