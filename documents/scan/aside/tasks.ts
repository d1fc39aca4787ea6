import type { ProblemCode, ProblemParams } from '../../../domain/problem';
import type { DrawnPage, LookSource, PictureFrame, Turn } from './look-task';
import type { PageStudy } from '../study-pages';

export type { LookSource, Turn } from './look-task';

/** What the bounded process is asked to do; files are named by their paths. */
export type AsideTask =
  | { kind: 'assemble'; pictures: { path: string; turn: Turn }[]; target: string }
  | { kind: 'study'; path: string }
  | { kind: 'look'; source: LookSource; drawn: DrawnPage[]; isPlain: boolean }
  | { kind: 'mark'; path: string; target: string };

export interface AsideAnswers {
  /** How many pages were written. */
  assemble: { pages: number; frames: PictureFrame[] };
  /** The first page, from 1, that looks otherwise. */
  look: { page: number | null };
  study: PageStudy;
  /** Pixels of the picture written. */
  mark: { width: number; height: number };
}

export type AsideOutcome<Kind extends keyof AsideAnswers> =
  { done: AsideAnswers[Kind] } | { code: ProblemCode; params: ProblemParams };

/** `isLast`: the process wants no further task. */
export type AsideAnswer<Kind extends keyof AsideAnswers> = AsideOutcome<Kind> & { isLast: boolean };
