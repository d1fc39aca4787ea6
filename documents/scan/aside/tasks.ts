import type { ProblemCode, ProblemParams } from '../../../domain/problem';
import type { PageStudy } from '../study-pages';

/** How far a picture is turned clockwise before it becomes a page. */
export type Turn = 0 | 90 | 180 | 270;

/** What the bounded process is asked to do; files are named by their paths. */
export type AsideTask =
  | { kind: 'assemble'; pictures: { path: string; turn: Turn }[]; target: string }
  | { kind: 'study'; path: string }
  | { kind: 'mark'; path: string; target: string };

export interface AsideAnswers {
  /** How many pages were written. */
  assemble: { pages: number };
  study: PageStudy;
  /** Pixels of the picture written. */
  mark: { width: number; height: number };
}

export type AsideOutcome<Kind extends keyof AsideAnswers> =
  { done: AsideAnswers[Kind] } | { code: ProblemCode; params: ProblemParams };

/** `isLast`: the process wants no further task. */
export type AsideAnswer<Kind extends keyof AsideAnswers> = AsideOutcome<Kind> & { isLast: boolean };
