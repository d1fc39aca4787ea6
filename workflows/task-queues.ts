/** Ordinary work: workflows and their activities. */
export const dossierTaskQueue = 'sao-y';
/** The processes that hold tokens; nobody else may ask a key. */
export const tokenTaskQueue = 'sao-y-token';
