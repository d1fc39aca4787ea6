import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import { ChannelFailure, type SendOptions } from './channel';
import { findFault, type SmtpAnswer } from './smtp-fault';

export interface Mail {
  /** Stays the same over retries, so that a mailbox can tell a repeat. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
  attachments: { filename: string; content: Buffer; contentType: string }[];
}

/** The way out for mail. */
export interface Mailer {
  /** @throws ChannelFailure when the server does not take it, or does not say whether it did */
  send(mail: Mail, options?: SendOptions): Promise<void>;
}

export interface MailTimeouts {
  /** Until the connection stands, and from there until the greeting. */
  connectMs: number;
  /** From the start until the server wants the message. */
  envelopeMs: number;
  /** Silence after that: RFC 5321 (4.5.3.2.6) gives the server ten minutes to answer a message. */
  dataMs: number;
}

const usualTimeouts: MailTimeouts = { connectMs: 20_000, envelopeMs: 60_000, dataMs: 11 * 60_000 };

/** @param url `smtp://host:port` or `smtps://user:password@host:port` */
export function createSmtpMailer(url: string, from: string, timeouts = usualTimeouts): Mailer {
  const { auth, ...server } = parseConnectionUrl(url);
  return {
    async send(mail, { beforeEnd, signal } = {}) {
      const composed = new MailComposer({ ...mail, from }).compile();
      const envelope = composed.getEnvelope();
      const message = await composed.build();
      const connection = new SMTPConnection({
        ...server,
        connectionTimeout: timeouts.connectMs,
        greetingTimeout: timeouts.connectMs,
        socketTimeout: timeouts.dataMs,
      });
      const progress = { isWanted: false, isWhole: false };
      const parts = async function* () {
        progress.isWanted = true;
        yield message;
        await beforeEnd?.();
        progress.isWhole = true;
      };
      const hangsUp = new HangUp(connection, signal);
      const timer = setTimeout(() => {
        if (!progress.isWanted) hangsUp.because('the mail server says nothing');
      }, timeouts.envelopeMs);
      try {
        await hangsUp.orElse(connect(connection));
        if (auth && connection.allowsAuth) {
          await hangsUp.orElse(wait((done) => connection.login(auth, done)));
        }
        const order = { ...envelope, size: message.length };
        const content = Readable.from(parts(), { objectMode: false });
        await hangsUp.orElse(wait((done) => connection.send(order, content, done)));
      } catch (error) {
        throw toFailure(error as SmtpAnswer & Error, progress.isWhole);
      } finally {
        clearTimeout(timer);
        hangsUp.over();
      }
    },
  };
}

/** Ends a connection, from within or by a signal; whatever was awaited of it then fails. */
class HangUp {
  private readonly ended: Promise<never>;
  private fail: (error: Error) => void = () => {};

  constructor(
    private readonly connection: SMTPConnection,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.ended = new Promise<never>((_, reject) => (this.fail = reject));
    this.ended.catch(() => {});
    connection.on('error', (error: Error) => this.fail(error));
    connection.once('end', () => this.fail(new Error('the mail server closed the connection')));
    signal?.addEventListener('abort', this.abort);
    if (signal?.aborted) this.abort();
  }

  private readonly abort = () => this.because('the worker is ending');

  because(reason: string): void {
    this.fail(new Error(reason));
    this.connection.close();
  }

  orElse(step: Promise<unknown>): Promise<unknown> {
    return Promise.race([step, this.ended]);
  }

  over(): void {
    this.signal?.removeEventListener('abort', this.abort);
    this.connection.quit();
    this.connection.close();
  }
}

function connect(connection: SMTPConnection): Promise<void> {
  return wait((done) => connection.connect(done));
}

function wait(begin: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => begin((error) => (error ? reject(error) : resolve())));
}

/** What ended without an answer after the whole message was given may have been taken. */
function toFailure(error: SmtpAnswer & Error, isWhole: boolean): Error {
  if (isWhole && error.responseCode === undefined)
    return new ChannelFailure('unknown', error.message);
  return new ChannelFailure(findFault(error), error.message, codeOf(error));
}

/** `EAUTH 535`, `ESOCKET`: what kind of trouble, without anybody's address. */
function codeOf({ code, responseCode }: SmtpAnswer): string | undefined {
  const words = [code, responseCode].filter((word) => word !== undefined);
  return words.length > 0 ? words.join(' ') : undefined;
}
