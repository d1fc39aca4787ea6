/** Headers of Temporal's messages that lead from one log line to the others of the same act. */

/** From a client to a workflow: the id of the HTTP request. */
export const requestHeader = 'saoy-request';
/** From a client to a workflow: the session in which somebody acts, and whose it is. */
export const sessionHeader = 'saoy-session';
/** From a workflow to its activities: request, update and dossier. */
export const correlationHeader = 'saoy-correlation';
