import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SaoyError } from '../domain/problem';
import { retryWhileHeld } from './retry-while-held';

const stateShape = z.object({
  /** Where the server is; the agent speaks to no other. */
  server: z.url(),
  /** Ed25519 of the server, pinned at pairing: SPKI DER in base64. */
  serverKey: z.string(),
  agentId: z.uuid(),
  /** Ed25519 of this agent: PKCS#8 PEM. */
  privateKey: z.string(),
  modulePath: z.string(),
  sequence: z.int(),
});
type State = z.infer<typeof stateShape>;

/** What the officer's program keeps: one file, readable by its owner alone. */
export class AgentState {
  private constructor(
    private readonly file: string,
    private state: State,
  ) {}

  /** @throws SaoyError `agent-unknown` where this computer was never paired */
  static open(home: string): AgentState {
    const file = join(home, 'agent.json');
    try {
      return new AgentState(file, stateShape.parse(JSON.parse(readFileSync(file, 'utf8'))));
    } catch (error) {
      throw new SaoyError('agent-unknown', {}, { cause: error });
    }
  }

  static create(home: string, paired: Omit<State, 'sequence'>): AgentState {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const state = new AgentState(join(home, 'agent.json'), { ...paired, sequence: 0 });
    state.write();
    return state;
  }

  get server(): string {
    return this.state.server;
  }

  get serverKey(): Uint8Array {
    return Buffer.from(this.state.serverKey, 'base64');
  }

  get agentId(): string {
    return this.state.agentId;
  }

  get key(): KeyObject {
    return createPrivateKey(this.state.privateKey);
  }

  get modulePath(): string {
    return this.state.modulePath;
  }

  /** The next sequence number, on disk before it is used: after a crash none is used twice. */
  nextSequence(): number {
    this.state = { ...this.state, sequence: this.state.sequence + 1 };
    this.write();
    return this.state.sequence;
  }

  private write(): void {
    const aside = `${this.file}.new`;
    const handle = openSync(aside, 'w', 0o600);
    try {
      writeSync(handle, JSON.stringify(this.state));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    retryWhileHeld(() => renameSync(aside, this.file));
  }
}

/** A new key pair for an agent: PKCS#8 PEM, and SPKI DER in base64. */
export function newAgentKey(): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}
