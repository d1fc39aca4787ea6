import { SaoyError } from '../../domain/problem';

/** Streams of one session: a browser has one a tab, and opens one anew while the old is still ending. */
const perSessionMax = 12;

/** Counts a session's open streams. */
export class OpenStreams {
  private readonly open = new Map<string, number>();

  /** @returns how to end it. @throws SaoyError `streams-too-many` */
  begin(session: string): () => void {
    const count = this.open.get(session) ?? 0;
    if (count >= perSessionMax) throw new SaoyError('streams-too-many', { max: perSessionMax });
    this.open.set(session, count + 1);
    return () => {
      const left = (this.open.get(session) ?? 1) - 1;
      if (left > 0) this.open.set(session, left);
      else this.open.delete(session);
    };
  }
}
