/** A page of a PDF as it is to stand in a part of it. */
export interface ExtractedPage {
  /** From 1. */
  number: number;
  /** Degrees clockwise, beside what the page says of itself. */
  turn: number;
}

export interface ExtractQuestion {
  bytes: ArrayBuffer;
  parts: readonly (readonly ExtractedPage[])[];
}

/** A PDF for each part; or why there is none. */
export type ExtractAnswer = ArrayBuffer[] | 'broken' | 'bound';

/** A scan of some 500 pages takes seconds; what takes longer is no scan. */
const extractMsMax = 60_000;

/**
 * The parts of a PDF as PDFs of their own, in this browser. `bound`: a signature or layers hold the file together;
 * `broken`: it could not be read, or not in a minute.
 */
export async function extractPages(
  file: File,
  parts: ExtractQuestion['parts'],
): Promise<ExtractAnswer> {
  const bytes = await file.arrayBuffer();
  const worker = new Worker(new URL('./extract-worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<ExtractAnswer>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<ExtractAnswer>) => resolve(data);
      worker.onerror = () => resolve('broken');
      timer = setTimeout(() => resolve('broken'), extractMsMax);
      worker.postMessage({ bytes, parts } satisfies ExtractQuestion, [bytes]);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
