import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface KeyBinding {
  /** `j`, `Enter`, `ctrl+enter`, `alt+1`, `f4`, `?`; chords and F keys act in fields too. */
  key: string;
  /** What it does, for the help of this screen. */
  label: string;
  run: () => void;
}

const active = new Set<readonly KeyBinding[]>();
const listeners = new Set<() => void>();
let snapshot: readonly KeyBinding[] = [];

/**
 * Keys of the screen that is shown. Plain letters are left alone while somebody types, and nothing
 * acts behind an open dialog.
 */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const signature = bindings.map((binding) => `${binding.key}:${binding.label}`).join('|');
  useEffect(() => {
    const stable = latest.current.map((binding, index) => ({
      ...binding,
      run: () => latest.current[index]?.run(),
    }));
    active.add(stable);
    changed();
    return () => {
      active.delete(stable);
      changed();
    };
  }, [signature]);
}

/** Every key that acts now, for the help. */
export function useActiveKeys(): readonly KeyBinding[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** Starts listening; called once by the entry. */
export function listenForKeys(): void {
  // In the capturing phase: inputs that take Enter for themselves must not swallow Ctrl+Enter.
  document.addEventListener('keydown', onKeyDown, { capture: true });
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.isComposing || event.repeat) return;
  const name = nameOf(event);
  const isChord = /^(ctrl\+|alt\+|f\d+$)/.test(name);
  // Words that were just typed are taken back before acts are.
  if (name === 'ctrl+z' && isTyping(event.target) && hasText(event.target)) return;
  if (document.querySelector('dialog[open]') || (!isChord && isTyping(event.target))) return;
  const binding = snapshot.findLast((candidate) => candidate.key.toLowerCase() === name);
  if (!binding) return;
  event.preventDefault();
  event.stopPropagation();
  binding.run();
}

function nameOf(event: KeyboardEvent): string {
  const chord = event.ctrlKey || event.metaKey ? 'ctrl+' : event.altKey ? 'alt+' : '';
  // With Alt some keyboards make another letter of a digit.
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  return chord + (chord === 'alt+' && digit ? digit : event.key.toLowerCase());
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox'].includes(target.type);
  return target.isContentEditable || target.matches('textarea, select, [role="combobox"]');
}

function hasText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    return target.value !== '';
  }
  return false;
}

function changed(): void {
  snapshot = [...active].flat();
  for (const listener of listeners) listener();
}
