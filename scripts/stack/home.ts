import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Processes of Sao Y that are measured, each at a port of its own. */
export const measured = ['api', 'worker', 'token'] as const;

export type PortName =
  | 'api'
  | 'mariadb'
  | 'temporal'
  | 'temporal-ui'
  | 'pki'
  | 'smtp'
  | 'inbox'
  | 'identity'
  | `metrics-${(typeof measured)[number]}`;

/** A person of the embedded stack, as `ready.json` names them. */
export interface Account {
  role:
    | 'officer'
    | 'leader'
    | 'clerk'
    | 'supervisor'
    | 'administrator'
    | 'citizen'
    | 'administrator-high'
    | 'administrator-1'
    | 'administrator-3'
    | 'one-stop'
    | 'several-rights'
    | 'delegate';
  /** Code of the office; none for a citizen. */
  office: string | null;
  username: string;
  password: string;
  tokenPin?: string;
}

/** The dossier that was taken through, as `ready.json` names it. */
export interface Sample {
  dossier: string;
  registerNumber: string;
  /** Path of the copy. */
  copy: string;
}

/** What the stack remembers between starts (`stack.json`). */
interface StackState {
  ports: Partial<Record<PortName, number>>;
  databasePassword: string;
  accounts: Account[];
  pins: { leader: string; agency: string };
  sample?: Sample;
}

/** The folder of one installation. All of it is for its owner alone. */
export class Home {
  readonly state: StackState;

  constructor(
    readonly folder: string,
    makeAccounts: (pins: StackState['pins']) => Account[],
  ) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    for (const name of ['logs', 'run']) mkdirSync(this.path(name), { recursive: true });
    const found = this.read();
    const pins = { leader: randomDigits(8), agency: randomDigits(8) };
    this.state = found ?? {
      ports: {},
      databasePassword: randomBytes(18).toString('base64url'),
      pins,
      accounts: makeAccounts(pins),
    };
    if (!found) this.save();
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  save(): void {
    writePrivately(this.path('stack.json'), this.state);
  }

  /**
   * The port a part had before, where it is free; else another, which it keeps from then on.
   * @param preferred taken at the first start where it is free; counted up where it is not
   */
  async keepPort(name: PortName, preferred?: number): Promise<number> {
    const kept = preferred ?? this.state.ports[name];
    const port =
      kept !== undefined && (await isFree(kept))
        ? kept
        : await findFreePort(preferred, Object.values(this.state.ports));
    this.state.ports[name] = port;
    this.save();
    return port;
  }

  private read(): StackState | undefined {
    try {
      return JSON.parse(readFileSync(this.path('stack.json'), 'utf8')) as StackState;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

/** Writes JSON that its owner alone may read; a reader sees the whole or the one before. */
export function writePrivately(path: string, content: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function randomDigits(length: number): string {
  return Array.from(randomBytes(length), (byte) => byte % 10).join('');
}

/**
 * @param preferred counted up from; without it any port below 32768, where the kernel takes none for
 *   outgoing connections
 * @param except ports that are spoken for
 */
export async function findFreePort(preferred?: number, except: number[] = []): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = preferred ? preferred + tries : 20_000 + Math.floor(Math.random() * 10_000);
    if (!except.includes(port) && (await isFree(port))) return port;
  }
  throw new Error('no free port was found on 127.0.0.1');
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}
