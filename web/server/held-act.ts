import { useSyncExternalStore } from 'react';
import type { Dossier } from '../../api/dossiers/contract';
import { newIdempotencyKey, sentenceOf } from './client';
import { ownAct } from './own-acts';

/** How long an act can be taken back before it is sent. */
export const heldMs = 10_000;

export interface HeldAct {
  dossier: Pick<Dossier, 'id' | 'code' | 'requesterName'>;
  /** What is being done, and what is said when it is done: “Trình ký”, “Đã trình ký”. */
  words: { doing: string; done: string };
  path: string;
  body?: object;
  /** Of the act, however often it is sent. */
  key: string;
  /** Milliseconds since the epoch, by this computer's clock. */
  sentAt: number;
}

export type HeldState =
  | { status: 'held' | 'sending' | 'undone'; act: HeldAct }
  | { status: 'sent'; act: HeldAct; dossier: Dossier };

export interface FailedAct {
  act: HeldAct;
  sentence: string;
}

interface Ends {
  onSent?: (dossier: Dossier) => void;
}

let shown: HeldState | null = null;
/** Told until they are read, whatever is done meanwhile. */
let failed: readonly FailedAct[] = [];
let ends: Ends = {};
let timer: ReturnType<typeof setTimeout> | undefined;
let sending: Promise<void> = Promise.resolve();
const listeners = new Set<() => void>();

/**
 * Takes an act up and sends it in ten seconds, or at once where another one comes after it, the page is closed or
 * somebody signs out. Until then it can be taken back: nobody has heard of it.
 */
export function holdAct(act: Omit<HeldAct, 'key' | 'sentAt'>, then: Ends = {}): void {
  void sendHeld();
  ends = then;
  show({
    status: 'held',
    act: { ...act, key: newIdempotencyKey(), sentAt: Date.now() + heldMs },
  });
  timer = setTimeout(() => {
    sendHeld().catch(() => undefined);
  }, heldMs);
}

/** Takes the held act back. @returns it; null where there is none any more */
export function undoHeld(): HeldAct | null {
  if (shown?.status !== 'held') return null;
  const { act } = shown;
  clearTimeout(timer);
  show({ status: 'undone', act });
  return act;
}

/** Sends what is held at once; ends when everything that was held is answered. */
export function sendHeld(keepalive = false): Promise<void> {
  if (shown?.status !== 'held') return sending;
  const { act } = shown;
  const { onSent } = ends;
  clearTimeout(timer);
  show({ status: 'sending', act });
  const asked = send(act, keepalive).then(
    (dossier) => {
      onSent?.(dossier);
      if (isShown(act)) show({ status: 'sent', act, dossier });
    },
    (error: unknown) => {
      failed = [...failed, { act, sentence: sentenceOf(error) }];
      show(isShown(act) ? null : shown);
    },
  );
  sending = Promise.all([sending, asked]).then(() => undefined);
  return sending;
}

function send({ path, body, key }: HeldAct, keepalive: boolean): Promise<Dossier> {
  return ownAct<Dossier>(path, { ...(body ? { body } : {}), idempotencyKey: key, keepalive });
}

/** That the last act was sent or taken back has been told. */
export function forgetHeld(): void {
  if (shown?.status !== 'held' && shown?.status !== 'sending') show(null);
}

/** That an act failed has been read. */
export function forgetFailed({ act }: FailedAct): void {
  failed = failed.filter((other) => other.act.key !== act.key);
  show(shown);
}

/** The act that is held, or what came of the last one; null: nothing. */
export function useHeldAct(): HeldState | null {
  return useSyncExternalStore(listen, heldNow, heldNow);
}

/** Acts that could not be sent, and that nobody has read of yet. */
export function useFailedActs(): readonly FailedAct[] {
  return useSyncExternalStore(listen, failedNow, failedNow);
}

const heldNow = () => shown;
const failedNow = () => failed;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether an act on this dossier is under way and nobody else has heard of it. */
export function isHeld(state: HeldState | null, dossierId: string): boolean {
  return (
    (state?.status === 'held' || state?.status === 'sending') && state.act.dossier.id === dossierId
  );
}

function isShown({ key }: HeldAct): boolean {
  return shown?.act.key === key;
}

function show(state: HeldState | null): void {
  shown = state;
  for (const listener of listeners) listener();
}

/** Starts listening; called once by the entry. */
export function listenForLeaving(): void {
  // The browser carries it on after the page is gone (Fetch, “keepalive”).
  globalThis.addEventListener('pagehide', () => void sendHeld(true));
}
