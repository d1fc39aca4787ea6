import type { ProblemText } from './problem-text';
import { bookingProblems } from './problems/bookings';
import { correctionRequestProblems } from './problems/correction-requests';
import { counterProblems } from './problems/counter';
import { deadlineProblems } from './problems/deadlines';
import { documentProblems } from './problems/documents';
import { dossierProblems } from './problems/dossier';
import { peopleProblems } from './problems/people';
import { platformProblems } from './problems/platform';
import { reportProblems } from './problems/reports';
import { tokenProblems } from './problems/token';
import { vaultProblems } from './problems/vault';
import { waysInProblems } from './problems/ways-in';
import { clockOf, dayOf, formatDateVi } from '../time/time';

/** Every coded error of the house. A code, once published, keeps its meaning for ever. */
export const problems = {
  ...bookingProblems,
  ...correctionRequestProblems,
  ...counterProblems,
  ...deadlineProblems,
  ...documentProblems,
  ...dossierProblems,
  ...peopleProblems,
  ...platformProblems,
  ...reportProblems,
  ...tokenProblems,
  ...vaultProblems,
  ...waysInProblems,
} satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof problems;
export type ProblemParams = Record<string, string | number>;

/** The one error that crosses rooms: a stable code and parameters that hold nothing personal. */
export class SaoyError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly params: ProblemParams = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${sentence(code, 'en', params)}`, options);
    this.name = 'SaoyError';
  }
}

const unknown = { vi: 'không rõ', en: 'unknown' };

/**
 * The sentence of a code in one language with its parameters filled in; one that is not there is
 * "unknown", or its part in square brackets is left out.
 */
export function sentence(code: ProblemCode, language: 'vi' | 'en', params: ProblemParams): string {
  const text = problems[code][language].replace(/\[([^\]]*)\]/g, (_whole, part: string) =>
    [...part.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => name in params) ? part : '',
  );
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    inWords(params[name] ?? unknown[language]),
  );
}

/** A parameter as people read it: an instant as minute and day in Vietnam. */
function inWords(value: string | number): string {
  const text = String(value);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)) return text;
  const instant = Date.parse(text);
  return `${clockOf(instant)} ${formatDateVi(dayOf(instant))}`;
}

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(problems, code);
}
