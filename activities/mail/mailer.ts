import nodemailer from 'nodemailer';

export interface Mail {
  /** Stays the same over retries, so that a mailbox can tell a repeat. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
  attachments: { filename: string; content: Buffer; contentType: string }[];
}

/** The way out for mail. Throws when the server does not take it. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

const timeoutMs = 20_000;

/** @param url `smtp://host:port` or `smtps://user:password@host:port` */
export function createSmtpMailer(url: string, from: string): Mailer {
  const transport = nodemailer.createTransport(url, {
    from,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  } as object);
  return {
    async send(mail) {
      await transport.sendMail(mail);
    },
  };
}
