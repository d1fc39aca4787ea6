/**
 * Stands in for whoever knows in whose name a number is registered: every number is its asker's own, but those that
 * end in 000.
 * @returns undefined for what is no question
 */
export function answerSubscriber(body: string): { isOwner: boolean } | undefined {
  try {
    const { phone, identifier } = JSON.parse(body) as Record<string, unknown>;
    if (typeof phone !== 'string' || typeof identifier !== 'string') return undefined;
    return { isOwner: !phone.endsWith('000') };
  } catch {
    return undefined;
  }
}
