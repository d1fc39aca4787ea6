import type { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { join } from 'node:path';
import { listPage, messagePage, notFoundPage, styleSheet, textsPage } from './inbox-pages';
import { isId, Mailbox } from './mailbox';
import { answerSubscriber } from './subscribers';
import { readTextMessage, TextMessages } from './text-messages';

interface MailSink {
  /** `smtp://host:port` */
  smtpUrl: string;
  /** `http://host:port`: pages to read, `/messages.json` and `/texts.json` for programs; text messages come to `/texts`, questions about numbers to `/subscribers`. */
  inboxUrl: string;
  close(): Promise<void>;
}

const messageBytesMax = 60_000_000;

const textBytesMax = 100_000;

interface Boxes {
  mailbox: Mailbox;
  texts: TextMessages;
}

/**
 * A mail server, and a gateway of text messages, that keep every message in a folder and send none on, with pages
 * to read them.
 * @param options.smtpPort, options.inboxPort 0 takes a free one
 */
export async function startMailSink(options: {
  folder: string;
  smtpPort: number;
  inboxPort: number;
  host?: string;
}): Promise<MailSink> {
  const host = options.host ?? '127.0.0.1';
  const mailbox = new Mailbox(options.folder);
  const boxes = { mailbox, texts: new TextMessages(join(options.folder, 'texts')) };
  const smtp = createSmtp(mailbox);
  smtp.on('error', (error) => console.error('smtp', error.message));
  await listen((done) => smtp.server.listen(options.smtpPort, host, done), smtp.server);
  const inbox = createServer((request, response) => void respond(boxes, request, response));
  await listen((done) => inbox.listen(options.inboxPort, host, done), inbox);
  return {
    smtpUrl: `smtp://${host}:${portOf(smtp.server)}`,
    inboxUrl: `http://${host}:${portOf(inbox)}`,
    async close() {
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
      inbox.closeAllConnections();
      await new Promise<void>((resolve) => inbox.close(() => resolve()));
    },
  };
}

function createSmtp(mailbox: Mailbox): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: messageBytesMax,
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          callback(Object.assign(new Error('Message too large'), { responseCode: 552 }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
        };
        // Accepted means kept: 250 is said when the file is on disk.
        mailbox.put(Buffer.concat(parts), envelope).then(
          () => callback(),
          (error: unknown) => callback(error as Error),
        );
      });
    },
  });
}

async function respond(
  { mailbox, texts }: Boxes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, type: string, body: string | Uint8Array, name?: string) => {
    response.writeHead(status, {
      'content-type': type,
      // A message may hold anything: it gets no script, no frame, nothing from elsewhere.
      'content-security-policy':
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      ...(name && { 'content-disposition': `attachment; filename*=UTF-8''${percent(name)}` }),
    });
    response.end(body);
  };
  const html = (status: number, body: string) => send(status, 'text/html; charset=utf-8', body);
  try {
    const path = new URL(request.url ?? '/', 'http://inbox').pathname;
    if (request.method === 'POST' && path === '/texts') {
      const text = readTextMessage(await readBody(request));
      if (!text) return send(422, 'text/plain', 'not a text message');
      await texts.put(text);
      return send(202, 'text/plain', 'kept');
    }
    if (request.method === 'POST' && path === '/subscribers') {
      const answer = answerSubscriber(await readBody(request));
      if (!answer) return send(422, 'text/plain', 'not a question');
      return send(200, 'application/json', JSON.stringify(answer));
    }
    if (request.method !== 'GET') return html(405, notFoundPage());
    if (path === '/texts') return html(200, textsPage(await texts.list()));
    if (path === '/texts.json')
      return send(200, 'application/json', JSON.stringify(await texts.list()));
    if (path === '/') return html(200, listPage(await mailbox.list()));
    if (path === '/inbox.css') return send(200, 'text/css', styleSheet);
    if (path === '/messages.json')
      return send(200, 'application/json', JSON.stringify(await mailbox.list()));
    const [, id = '', what, index] =
      /^\/messages\/([^/]+)(?:\/(raw|attachments)(?:\/(\d{1,3}))?)?$/.exec(path) ?? [];
    if (!isId(id)) return html(404, notFoundPage());
    if (what === undefined) return html(200, messagePage(await mailbox.get(id)));
    if (what === 'raw') return send(200, 'message/rfc822', await mailbox.raw(id), `${id}.eml`);
    const attachment = await mailbox.attachment(id, Number(index));
    if (!attachment) return html(404, notFoundPage());
    return send(200, attachment.type, attachment.content, attachment.name);
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!absent) console.error('inbox', error);
    html(absent ? 404 : 500, notFoundPage());
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > textBytesMax) throw new Error('text message too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** RFC 8187 for a file name in a header. */
function percent(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
}

function listen(start: (done: () => void) => void, server: EventEmitter): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    start(resolve);
  });
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port;
}
