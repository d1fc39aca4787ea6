import type { ProblemCode, ProblemParams } from '../../../domain/problem';
import type { DrawnPage, LookSource, PictureFrame, Turn } from './look-task';
import type { PageStudy } from '../study-pages';

export type { LookSource, Turn } from './look-task';

/** What the bounded process is asked to do; files are named by their paths. */
export type ChildTask =
  | { kind: 'assemble'; pictures: { path: string; turn: Turn }[]; target: string }
  | { kind: 'study'; path: string }
  | { kind: 'look'; source: LookSource; drawn: DrawnPage[]; isPlain: boolean }
  | { kind: 'mark'; path: string; target: string };

export interface ChildAnswers {
  /** How many pages were written. */
  assemble: { pages: number; frames: PictureFrame[] };
  /** The first page, from 1, that looks otherwise. */
  look: { page: number | null };
  study: PageStudy;
  /** Pixels of the picture written. */
  mark: { width: number; height: number };
}

export type ChildOutcome<Kind extends keyof ChildAnswers> =
  { done: ChildAnswers[Kind] } | { code: ProblemCode; params: ProblemParams };

/** `isLast`: the process wants no further task. */
export type ChildAnswer<Kind extends keyof ChildAnswers> = ChildOutcome<Kind> & { isLast: boolean };
