import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';

/** A message of the mail sink, as the inbox shows it and `/messages.json` lists it. */
export interface Message {
  id: string;
  receivedAt: string;
  /** As the envelope names them. */
  from: string;
  to: string[];
  subject: string;
  text: string;
  attachments: { name: string; type: string; bytes: number }[];
}

export interface Attachment {
  name: string;
  type: string;
  content: Uint8Array;
}

/** Messages as files of their own (`.eml`), newest last. */
export class Mailbox {
  /** A message never changes: what was read once is kept. */
  private readonly known = new Map<string, Message>();

  constructor(private readonly folder: string) {}

  /** Keeps a message as it came; on disk when it resolves. */
  async put(raw: Buffer, envelope: { from: string; to: string[] }): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const id = `${new Date().toISOString().replace(/[^0-9]/g, '')}-${randomUUID().slice(0, 8)}`;
    // Who it was for stands in the envelope alone: a mail server notes it on top of the message.
    const trace = `X-Envelope-From: ${envelope.from}\r\nX-Envelope-To: ${envelope.to.join(', ')}\r\n`;
    const temporary = join(this.folder, `.${id}`);
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(Buffer.concat([Buffer.from(trace), raw]));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, this.pathOf(id));
  }

  async list(): Promise<Message[]> {
    const files = await readdir(this.folder).catch(() => []);
    const ids = files.filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -4));
    return Promise.all(
      ids
        .filter(isId)
        .sort()
        .map((id) => this.get(id)),
    );
  }

  async raw(id: string): Promise<Buffer> {
    return readFile(this.pathOf(id));
  }

  async attachment(id: string, index: number): Promise<Attachment | undefined> {
    const { attachments } = await PostalMime.parse(await this.raw(id));
    const found = attachments[index];
    return found && { name: nameOf(found), type: found.mimeType, content: bytesOf(found.content) };
  }

  async get(id: string): Promise<Message> {
    const known = this.known.get(id);
    if (known) return known;
    const parsed = await PostalMime.parse(await this.raw(id));
    const header = (key: string) => parsed.headers.find((item) => item.key === key)?.value ?? '';
    const message = {
      id,
      receivedAt: instantOf(id),
      from: header('x-envelope-from'),
      to: header('x-envelope-to').split(', '),
      subject: parsed.subject ?? '',
      text: parsed.text ?? textOfHtml(parsed.html ?? ''),
      attachments: parsed.attachments.map((attachment) => ({
        name: nameOf(attachment),
        type: attachment.mimeType,
        bytes: bytesOf(attachment.content).length,
      })),
    };
    this.known.set(id, message);
    return message;
  }

  private pathOf(id: string): string {
    return join(this.folder, `${id}.eml`);
  }
}

export function isId(id: string): boolean {
  return /^\d{17}-[0-9a-f]{8}$/.test(id);
}

function instantOf(id: string): string {
  return id.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3}).*$/, '$1-$2-$3T$4:$5:$6.$7Z');
}

function nameOf({ filename }: { filename: string | null }): string {
  return filename ?? 'attachment';
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}

/** Enough to read a message that comes as HTML alone; its markup is never shown as markup. */
function textOfHtml(html: string): string {
  return html
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, '')
    .replace(/<br\s*\/?>|<\/p>/gi, '\n')
    .replace(/<[^>]*>/g, '');
}
