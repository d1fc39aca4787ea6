import { createHmac } from 'node:crypto';
import { readServerKey } from '../../tokens/agent/server-key';

/**
 * What was looked for, for the log. Twelve digits are guessed from a plain hash within minutes: it takes a key, which
 * is the server's own. The same words have the same hash, so that they can be looked for.
 */
export class LookUpHash {
  private key: Promise<Buffer> | undefined;

  /** @param file of the server's key */
  constructor(private readonly file: string) {}

  async of(sought: string): Promise<string> {
    const key = await (this.key ??= readHashKey(this.file));
    return createHmac('sha256', key).update(sought).digest('hex');
  }
}

async function readHashKey(file: string): Promise<Buffer> {
  const der = (await readServerKey(file)).export({ type: 'pkcs8', format: 'der' });
  return createHmac('sha256', der).update('saoy look-up').digest();
}
