/** Ordinary work: workflows and their activities. */
export const dossierTaskQueue = 'sao-y';
/**
 * Acts of a batch. Each waits for a dossier's own steps, which are work of the first queue: on that queue
 * enough of them would take every place and wait for ever.
 */
export const batchTaskQueue = 'sao-y-batch';
/** The processes that hold tokens; nobody else may ask a key. */
export const tokenTaskQueue = 'sao-y-token';
