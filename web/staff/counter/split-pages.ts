import type { HandedFile, Turn } from './handed-files';

/** A page of what was scanned in one go. */
export interface SplitPage {
  file: HandedFile;
  /** In its file, from 1. */
  number: number;
  turn: Turn;
  /** Nothing is on it, as far as its picture tells. */
  isBlank: boolean;
  /** Not in any original. */
  isOut: boolean;
  /** An original begins here. */
  begins: boolean;
}

/** Every page, in order, as one original. */
export function pagesToSplit(files: readonly HandedFile[]): SplitPage[] {
  return files.flatMap((file) =>
    Array.from({ length: file.pages ?? 1 }, (_, at) => ({
      ...{ file, number: at + 1, turn: file.turn },
      ...{ isBlank: false, isOut: false, begins: false },
    })),
  );
}

/** Blank sheets lie between originals: they go, and what follows them begins one. */
export function splitAtBlanks(pages: readonly SplitPage[]): SplitPage[] {
  return pages.map((page, at) => ({
    ...page,
    isOut: page.isBlank,
    begins: !page.isBlank && at > 0 && pages[at - 1]?.isBlank === true,
  }));
}

/** One original again, with every page. */
export function joined(pages: readonly SplitPage[]): SplitPage[] {
  return pages.map((page) => ({ ...page, isOut: false, begins: false }));
}

/** One page changed. */
export function withPage(
  pages: readonly SplitPage[],
  at: number,
  change: Partial<Pick<SplitPage, 'turn' | 'isOut' | 'begins'>>,
): SplitPage[] {
  return pages.map((page, other) => (other === at ? { ...page, ...change } : page));
}

/** The originals, each with its pages; a stretch of which every page was taken out is none. */
export function originalsOf(pages: readonly SplitPage[]): SplitPage[][] {
  const originals: SplitPage[][] = [];
  for (const page of pages) {
    if (page.begins || originals.length === 0) originals.push([]);
    if (!page.isOut) originals.at(-1)?.push(page);
  }
  return originals.filter((original) => original.length > 0);
}

/** The numbers of the pages, from 1, that are in no original: those with something on them, and blank ones. */
export function leftOut(pages: readonly SplitPage[]): { inked: number[]; blank: number[] } {
  const out = pages.flatMap((page, at) => (page.isOut ? [{ ...page, place: at + 1 }] : []));
  return {
    inked: out.filter(({ isBlank }) => !isBlank).map(({ place }) => place),
    blank: out.filter(({ isBlank }) => isBlank).map(({ place }) => place),
  };
}
