import { SaoyError } from '../../domain/problem';

/** A body brings so much in each such time, or is ended: 10 kB/s. */
export const usualPace = { bytes: 200_000, inMs: 20_000 };

export interface ReadOptions {
  /** More is never read. */
  bytesMax: number;
  tooLarge: () => SaoyError;
  /** Ends the reading with the signal's reason. */
  signal?: AbortSignal;
  received?: (bytes: number) => void;
  pace?: typeof usualPace;
}

/**
 * Reads a whole body under bounds of size and pace, whatever length was announced.
 * @throws SaoyError what `tooLarge` makes; `request-too-slow`; the reason of `signal`
 */
export async function readBody(
  body: ReadableStream<Uint8Array>,
  { bytesMax, tooLarge, signal, received, pace = usualPace }: ReadOptions,
): Promise<Uint8Array> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let bytesBefore = 0;
  let ended: Error | undefined;
  const end = (reason: Error) => {
    ended ??= reason;
    void reader.cancel(reason).catch(() => {});
  };
  const clock = setInterval(() => {
    if (bytes - bytesBefore < pace.bytes) end(new SaoyError('request-too-slow'));
    bytesBefore = bytes;
  }, pace.inMs);
  const abort = () => end(signal?.reason as Error);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (ended) throw ended;
      if (done) return Buffer.concat(chunks, bytes);
      bytes += value.length;
      if (bytes > bytesMax) end(tooLarge());
      chunks.push(value);
      received?.(value.length);
    }
  } finally {
    clearInterval(clock);
    signal?.removeEventListener('abort', abort);
  }
}
