import { mkdir, readFile, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A text message as the sink has it and `/texts.json` lists it. */
export interface TextMessage {
  id: string;
  receivedAt: string;
  to: string;
  text: string;
}

/** Text messages as files of their own, by the sender's id: a repeat is the same message. */
export class TextMessages {
  constructor(private readonly folder: string) {}

  async put({ id, to, text }: Omit<TextMessage, 'receivedAt'>): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, `${id}.json`);
    await writeFile(`${path}.new`, JSON.stringify({ id, to, text }), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  /** Newest last. */
  async list(): Promise<TextMessage[]> {
    const files = await readdir(this.folder).catch(() => []);
    const messages = await Promise.all(
      files.filter((name) => name.endsWith('.json')).map((name) => this.read(name)),
    );
    return messages.sort((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1));
  }

  private async read(name: string): Promise<TextMessage> {
    const path = join(this.folder, name);
    const [content, { mtime }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const message = JSON.parse(content) as Omit<TextMessage, 'receivedAt'>;
    return { ...message, receivedAt: mtime.toISOString() };
  }
}

/** @returns undefined for what no gateway would take */
export function readTextMessage(body: string): Omit<TextMessage, 'receivedAt'> | undefined {
  try {
    const { id, to, text } = JSON.parse(body) as Record<string, unknown>;
    const isMessage = typeof id === 'string' && typeof to === 'string' && typeof text === 'string';
    if (!isMessage || !/^[0-9a-f-]{36}$/.test(id) || !/^\+?\d{8,15}$/.test(to)) return undefined;
    return { id, to, text };
  } catch {
    return undefined;
  }
}
