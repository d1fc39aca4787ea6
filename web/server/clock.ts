import { useSyncExternalStore } from 'react';

/** The server's clock: what is late is late by it, whatever this computer believes. */
let offsetMs = 0;
let nowMs = Date.now();
const listeners = new Set<() => void>();
const tickMs = 5_000;
let timer: ReturnType<typeof setInterval> | undefined;

export function keepServerTime(instant: string): void {
  offsetMs = Date.parse(instant) - Date.now();
  tick();
}

/** The server's time this very moment, in milliseconds since 1970. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

/** The server's time in milliseconds since 1970, renewed every few seconds. */
export function useServerNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  nowMs = serverNow();
  for (const listener of listeners) listener();
}
