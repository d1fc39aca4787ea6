import type { Fault } from './channel';

/** What nodemailer says of a failure: the SMTP command that was answered, and the answer. */
export interface SmtpAnswer {
  code?: string | undefined;
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
}

/** Whose fault a refusal is, by the command that was refused and the enhanced status (RFC 3463). */
export function findFault({ code, command = '', responseCode, response = '' }: SmtpAnswer): Fault {
  if (responseCode === undefined) {
    // What nodemailer finds by itself from the server's SIZE (RFC 1870).
    return code === 'EMESSAGE' && command === 'MAIL FROM' ? 'too-large' : 'server';
  }
  const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '';
  const atRecipient = command === 'RCPT TO';
  if (tooLarge.has(status)) return 'too-large';
  if (responseCode === 552 && !atRecipient && !status.startsWith('5.2.')) return 'too-large';
  if (!atRecipient && command !== 'DATA') return 'server';
  if (/^5\.1\.(?!7$|8$)/.test(status) || status === '5.2.1') return 'recipient';
  if (!atRecipient) return 'server';
  if (status === '' && deadMailbox.has(responseCode)) return 'recipient';
  if (responseCode >= 500 && !/^5\.2\./.test(status)) return 'server';
  return isOurServers(responseCode, status) ? 'server' : 'recipient-busy';
}

/** The message is larger than the server, or the recipient's mailbox, takes. */
const tooLarge = new Set(['5.3.4', '5.2.3']);

/** Answers to RCPT that speak of the mailbox where no enhanced status says more (RFC 5321, 4.2.3; RFC 7504). */
const deadMailbox = new Set([550, 551, 553, 556]);

/** Closing down (421), its system (x.3.x), congestion (x.4.5). 5.2.x such as a full mailbox are the recipient's. */
function isOurServers(responseCode: number, status: string): boolean {
  return responseCode === 421 || /^4\.3\./.test(status) || status === '4.4.5';
}
