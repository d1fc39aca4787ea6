import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Stage, Step } from '../../domain/process';

/**
 * What the dossier's workflow answers. Messages carry ids, hashes and enums only:
 * no name, number, address or PIN ever enters Temporal's history.
 */

/** Instants are epoch milliseconds. */
export interface Clock {
  step: Step;
  round: number;
  due: number;
  noticeAt: number;
  noticed: boolean;
  breached: boolean;
  /** Null where the policy has no escalation. */
  escalateAt: number | null;
  escalated: boolean;
}

export interface DossierStart {
  dossierId: string;
  stage: Stage;
  clock: Clock | null;
  legalDue: number;
  /** Which clocks stand still by a pause that is under way. */
  paused: Paused;
  /** Given by a run that goes on with the one before: what that one knew besides. */
  before?: { legalBreached: boolean; isDelivered: boolean };
}

/** The step's clock alone, or the legal one too; null: they run. */
export type Paused = 'step' | 'legal' | null;

export interface DossierState {
  stage: Stage;
  busy: boolean;
  /** Code of what the dossier waits for by itself; null: nothing. */
  waitingFor: string | null;
}

interface Act {
  actorId: string;
}
/** The remark is written to the database first; its text stays there. */
interface ReasonedAct extends Act {
  remarkId: string;
}
interface TokenAct extends Act {
  /** Null where the signer's computer or phone asks for the PIN. */
  encryptedPinId: string | null;
  /** The person's own key instead of the office's token at our server. */
  method?: 'agent' | 'remote' | 'consent';
}
export type SubmitInput = Act;
export type SignInput = TokenAct;
export interface SealInput extends TokenAct {
  bookId: string | null;
}
export type ReturnInput = ReasonedAct;
export type CancelInput = ReasonedAct;
export type WithdrawInput = ReasonedAct;
export type SignAgainInput = ReasonedAct;
export type HandOverInput = ReasonedAct;
export interface RefuseInput extends ReasonedAct {
  /** Id of one of the policy's six refusal grounds. */
  ground: string;
}

export interface ExtendInput extends Act {
  /** Id of one of the policy's extension grounds (NĐ 23/2015 Đ21). */
  ground: string;
  /** Working days; 0 where a date was agreed. */
  days: number;
  /** Date of the written agreement, `YYYY-MM-DD`. */
  agreedUntil: string | null;
}
export interface PauseInput extends ReasonedAct {
  /** Id of one of the policy's pause grounds. */
  ground: string;
}
export type ResumeInput = Act;
export type TryAgainInput = Act;
export interface RederiveInput {
  /** The calendar version to pin, `id@version`. */
  calendar: string;
}

/** Each answers the stage that the database already shows. */
export const submitUpdate = defineUpdate<Stage, [SubmitInput]>('submit');
export const signUpdate = defineUpdate<Stage, [SignInput]>('sign');
export const sealUpdate = defineUpdate<Stage, [SealInput]>('seal');
export const returnUpdate = defineUpdate<Stage, [ReturnInput]>('return');
export const refuseUpdate = defineUpdate<Stage, [RefuseInput]>('refuse');
export const cancelUpdate = defineUpdate<Stage, [CancelInput]>('cancel');
export const withdrawUpdate = defineUpdate<Stage, [WithdrawInput]>('withdraw');
export const signAgainUpdate = defineUpdate<Stage, [SignAgainInput]>('sign-again');
export const handOverUpdate = defineUpdate<Stage, [HandOverInput]>('hand-over');
/** What is waited for is tried now; the stage stays. */
export const tryAgainUpdate = defineUpdate<Stage, [TryAgainInput]>('try-again');
/** Moves the due times; the stage stays. */
export const extendUpdate = defineUpdate<Stage, [ExtendInput]>('extend');
/** Clocks stand still, and go on; the stage stays. Only by a rule of the policy. */
export const pauseUpdate = defineUpdate<Stage, [PauseInput]>('pause');
export const resumeUpdate = defineUpdate<Stage, [ResumeInput]>('resume');
export const rederiveUpdate = defineUpdate<Stage, [RederiveInput]>('rederive');
/** A signature request was answered: a hint to look, the database holds the answer. */
export const answeredSignal = defineSignal('answered');
/** The mail server has taken the copy for the requester, and the database shows the dossier as delivered. */
export const deliveredSignal = defineSignal('delivered');
export const stateQuery = defineQuery<DossierState>('state');

/** One workflow per dossier, found by the dossier's id. */
export function workflowIdOf(dossierId: string): string {
  return `dossier-${dossierId}`;
}

/** Name of the workflow type, for callers that must not import workflow code. */
export const certifyCopyType = 'certifyCopy';
