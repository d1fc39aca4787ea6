/**
 * The identity of an act: the id of its update, and its name in the audit log. One key of two people, or for
 * two acts, names two acts.
 * @param key the request's Idempotency-Key
 */
export function actKeyOf(action: string, actorId: string, key: string): string {
  return `${action}:${actorId}:${key}`;
}
