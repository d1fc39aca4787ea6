import type { HandedFile } from './handed-files';

/** An original of the same visit that waits for its turn on the form. */
export interface LaterOriginal {
  id: string;
  files: readonly HandedFile[];
  documentType: string;
  copies: string;
}

/** What was scanned for a visit. */
export interface VisitFiles {
  /** Of the original that is on the form. */
  scan: readonly HandedFile[];
  later: readonly LaterOriginal[];
  /** What they were before they were split, while none of them is sent: to have it back. */
  whole: readonly HandedFile[] | null;
}

export const noFiles: VisitFiles = { scan: [], later: [], whole: null };

/** The first original goes on the form, the others wait behind it and what waited before. */
export function split(files: VisitFiles, originals: readonly HandedFile[][]): VisitFiles {
  const [scan = [], ...others] = originals;
  const later = others.map((each) => ({
    ...{ id: each[0]?.id ?? '', files: each },
    ...{ documentType: '', copies: '1' },
  }));
  const isNew = files.later.length === 0 && later.length > 0;
  return { scan, later: [...later, ...files.later], whole: isNew ? files.scan : null };
}

/** After the one on the form was sent: the next one, and those behind it. */
export function next({ later }: VisitFiles): {
  first: LaterOriginal | undefined;
  rest: VisitFiles;
} {
  const [first, ...others] = later;
  return { first, rest: { scan: first?.files ?? [], later: others, whole: null } };
}
