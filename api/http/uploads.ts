import { SaoyError } from '../../domain/problem';
import { readBody, usualPace } from './read-body';

/** Files that one client may have with us at once; more wait for one of them to end. */
const atOnceMax = 4;
const waitingMax = 32;
/** The last of 32 scans that come at one moment has seven rounds before it, on a small machine at work. */
const waitMsMax = 120_000;
/** Bytes of all bodies that are read or worked on. */
const bytesHeldMax = 768 * 1024 * 1024;
/** After this time the pace of a body is judged. */
const graceMs = 250;
const rateOverMs = 2_000;
const slowBytesPerMs = usualPace.bytes / usualPace.inMs;

interface Upload {
  client: string;
  startedAt: number;
  bytes: number;
  /** What came lately, to know how fast it is now. */
  recent: { at: number; bytes: number }[];
  /** Undefined once it was read whole. */
  reading: AbortController | undefined;
}

/**
 * Reads files before anything heavy is begun for them, so that a slow line holds up its own client
 * alone. A client is a person who is signed in, else an address: offices share one. A client that
 * has four files with us gets room for the next where one of them crawls: that one is ended.
 */
export class Uploads {
  private readonly open = new Set<Upload>();
  /** By client, in the order of coming. */
  private readonly waiting = new Map<string, symbol[]>();
  private bytesHeld = 0;

  /**
   * Reads the whole body and works on it.
   * @param client who sends it
   * @param bytesMax of the body
   * @throws SaoyError what `tooLarge` makes; `request-too-slow`, `server-busy`
   */
  async take<Result>(
    client: string,
    body: ReadableStream<Uint8Array>,
    { bytesMax, tooLarge }: { bytesMax: number; tooLarge: () => SaoyError },
    work: (bytes: Uint8Array) => Promise<Result>,
  ): Promise<Result> {
    const upload = await this.begin(client);
    try {
      const signal = upload.reading?.signal;
      const received = (bytes: number) => this.receive(upload, bytes);
      const bytes = await readBody(body, {
        ...{ bytesMax, tooLarge, received },
        ...(signal && { signal }),
      });
      upload.reading = undefined;
      return await work(bytes);
    } finally {
      this.open.delete(upload);
      this.bytesHeld -= upload.bytes;
    }
  }

  private async begin(client: string): Promise<Upload> {
    const queue = this.waiting.get(client) ?? [];
    if (queue.length >= waitingMax) throw busy();
    const place = Symbol(client);
    queue.push(place);
    this.waiting.set(client, queue);
    try {
      for (let waitedMs = 0; queue[0] !== place || !this.hasRoom(client); waitedMs += graceMs) {
        if (waitedMs >= waitMsMax) throw busy();
        await new Promise((resolve) => setTimeout(resolve, graceMs));
      }
    } finally {
      queue.splice(queue.indexOf(place), 1);
      if (queue.length === 0) this.waiting.delete(client);
    }
    const reading = new AbortController();
    const upload = { client, startedAt: Date.now(), bytes: 0, recent: [], reading };
    this.open.add(upload);
    return upload;
  }

  private hasRoom(client: string): boolean {
    const own = [...this.open].filter((upload) => upload.client === client);
    return own.length < atOnceMax || this.endCrawling(own);
  }

  private receive(upload: Upload, bytes: number): void {
    const now = Date.now();
    upload.bytes += bytes;
    this.bytesHeld += bytes;
    upload.recent = upload.recent.filter(({ at }) => at > now - rateOverMs);
    upload.recent.push({ at: now, bytes });
    if (this.bytesHeld > bytesHeldMax && !this.endCrawling([...this.open])) {
      upload.reading?.abort(busy());
    }
  }

  /** Ends the slowest of these where it crawls. @returns whether it did */
  private endCrawling(uploads: Upload[]): boolean {
    const [slowest] = uploads
      .filter(({ reading, startedAt }) => reading && Date.now() - startedAt >= graceMs)
      .map((upload) => ({ upload, rate: rateOf(upload) }))
      .filter(({ rate }) => rate < slowBytesPerMs)
      .sort((a, b) => a.rate - b.rate);
    if (!slowest) return false;
    slowest.upload.reading?.abort(new SaoyError('request-too-slow'));
    this.open.delete(slowest.upload);
    return true;
  }
}

/** Bytes a millisecond, lately. */
function rateOf({ recent, startedAt }: Upload): number {
  const now = Date.now();
  const since = Math.max(startedAt, now - rateOverMs);
  const lately = recent.filter(({ at }) => at >= since);
  return lately.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, now - since);
}

function busy(): SaoyError {
  return new SaoyError('server-busy', { retryAfterSeconds: 5 });
}
