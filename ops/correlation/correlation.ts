import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What leads from one log line to the others of the same act, in all processes. Ids only, nothing personal.
 */
export interface Correlation {
  /** Names the HTTP request (`X-Request-Id`). */
  requestId?: string;
  /** Names the act: the id of its workflow update, as `actKeyOf` makes it. */
  updateId?: string;
  /** The code of the dossier, as it stands on the receipt. */
  dossier?: string;
}

const storage = new AsyncLocalStorage<Correlation>();

/** Runs `work`; every log line that it causes in this process carries the correlation. */
export function runCorrelated<Result>(correlation: Correlation, work: () => Result): Result {
  return storage.run({ ...correlation }, work);
}

/** The correlation of what runs now; empty outside of any. */
export function currentCorrelation(): Readonly<Correlation> {
  return storage.getStore() ?? {};
}

/** Adds what became known meanwhile: whose dossier it is, which act. */
export function addCorrelation(known: Correlation): void {
  Object.assign(storage.getStore() ?? {}, known);
}
