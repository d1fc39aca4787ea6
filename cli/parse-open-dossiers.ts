import { deriveDeadlines } from '../deadlines/due';
import { parseInstant } from '../deadlines/parse-time';
import { SaoyError } from '../domain/problem';
import { type Step, steps } from '../domain/process';
import type { RuledDossier } from '../policies/answer-what-if';
import type { Rules } from '../policies/load-rules';

/**
 * Open dossiers from JSON lines `{id, accepted, step?, complex?, extend?, policy?, office?}`.
 * @throws SaoyError `input-invalid` naming the line.
 */
export function parseOpenDossiers(text: string, rules: Rules): RuledDossier[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const asked = parseLine(line, number);
      const policy = asked.policy ? rules.getPolicy(asked.policy) : rules.defaultPolicy;
      const calendar = rules.calendarOf(policy.calendar);
      const facts = {
        id: asked.id,
        acceptedAt: parseInstant(asked.accepted),
        complex: asked.complex ?? false,
        extendDays: asked.extend ?? 0,
      };
      const { legalDue, slip } = deriveDeadlines({ ...facts, policy, calendar });
      const { step = 'create', office = '' } = asked;
      return { ...facts, step, office, legalDue, slip, policy, calendar };
    });
}

interface Line {
  id: string;
  accepted: string;
  step?: Step;
  complex?: boolean;
  extend?: number;
  policy?: string;
  office?: string;
}

function parseLine(line: string, number: number): Line {
  const refuse = (reason: string) =>
    new SaoyError('input-invalid', { field: `line ${number}`, reason });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuse('not JSON');
  }
  const { id, accepted, step = 'create' } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof accepted !== 'string') throw refuse('needs id and accepted');
  if (!steps.includes(step as Step)) throw refuse(`step is one of ${steps.join(', ')}`);
  return value as Line;
}
