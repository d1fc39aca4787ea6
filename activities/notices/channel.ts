import type { ClaimedNotice } from '../../db/notices/outbox';
import type { NoticeWithFacts } from '../../db/notices/read-claimed';

/**
 * Who has to do something about a notice that was not taken:
 * - `server`: our server or gateway, its account or its way out; it goes by itself when that is mended;
 * - `recipient`: the address is refused for good;
 * - `recipient-busy`: the recipient's side puts us off;
 * - `too-large`: nobody; it goes as a link;
 * - `unknown`: the server had all of it and did not answer: perhaps sent.
 */
export type Fault = 'server' | 'recipient' | 'recipient-busy' | 'too-large' | 'unknown';

/**
 * A notice that was not taken, with the other side's own words, which may name the recipient and go into no log, and
 * its code, which may: `ESOCKET`, `EAUTH 535`.
 */
export class ChannelFailure extends Error {
  constructor(
    readonly fault: Fault,
    words: string,
    readonly code?: string,
  ) {
    super(words);
    this.name = 'ChannelFailure';
  }
}

export interface SendOptions {
  /**
   * Awaited before the server is given the end of a notice that must not come twice. Where it throws, nothing is
   * sent; from then on a crash leaves the notice perhaps sent.
   */
  beforeEnd?: () => Promise<void>;
  /** Ends the try at once. */
  signal?: AbortSignal;
}

/** One way for notices to reach the world; no transaction is open meanwhile. */
export interface Channel {
  /**
   * Gives it to the other side. Who has no address has nothing to be sent.
   * @throws ChannelFailure
   */
  send(notice: NoticeWithFacts<ClaimedNotice>, options?: SendOptions): Promise<void>;
}
