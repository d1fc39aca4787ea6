import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isProblemCode, SaoyError } from '../domain/problem';
import { AgentState, newAgentKey } from './agent-state';
import {
  macEquals,
  openMessage,
  outcomeAnswerBody,
  pairingAnswer,
  pairingKey,
  pairingMac,
  pollAnswerBody,
  readPairingCode,
  signedMessage,
  signMessage,
  type ItemOutcome,
  type MessageKind,
  type OfferedCertificate,
  type OfferedRequest,
  type OutcomeAnswerBody,
} from '../tokens/agent/protocol';

const problemShape = z.object({ code: z.string() });
/** The server answers an empty poll after 25 s; anything beyond this is a dead line. */
const patienceMs = 60_000;
const answerBytes = 8 * 1024 * 1024;

/**
 * Pairs this computer: exchanges keys with the server under the code from the officer's page.
 * @param options.server address of the server; https, or http on this very computer
 * @throws SaoyError `agent-address-refused`, `agent-code-wrong`, `agent-code-expired`,
 *   `agent-message-invalid` when the server does not know the code itself, and those of a line that
 *   is down: `agent-line-down`, `agent-server-untrusted`, `agent-answer-unreadable`
 */
export async function pairWithServer(options: {
  home: string;
  server: string;
  code: string;
  computerName: string;
  modulePath: string;
}): Promise<AgentState> {
  const server = readAddress(options.server);
  const code = readPairingCode(options.code);
  if (!code) throw new SaoyError('agent-code-wrong');
  const { privateKey, publicKey } = newAgentKey();
  const nonce = newNonce();
  const key = await pairingKey(code.secret, nonce);
  const mac = pairingMac(key, 'agent', [publicKey, options.computerName, nonce]);
  const { computerName, modulePath } = options;
  const request = { pairingId: code.pairingId, publicKey, computerName, nonce, mac };
  const answer = read(pairingAnswer, await post(`${server}/api/agent/pair`, request));
  const theirs = pairingMac(key, 'server', [answer.agentId, answer.publicKey, publicKey, nonce]);
  if (!macEquals(answer.mac, theirs)) throw new SaoyError('agent-message-invalid');
  return AgentState.create(options.home, {
    server,
    serverKey: answer.publicKey,
    agentId: answer.agentId,
    privateKey,
    modulePath,
  });
}

/** The line to the server of the pairing: always outwards, each answer checked against its key. */
export class ServerConnection {
  constructor(private readonly state: AgentState) {}

  /** Open requests; returns empty after the server's wait. @throws SaoyError as `pairWithServer` */
  async poll(signal?: AbortSignal): Promise<OfferedRequest[]> {
    const { requests } = await this.ask('poll', {}, 'poll-answer', pollAnswerBody, signal);
    return requests;
  }

  /** Tells what the tokens hold. @throws as `poll` */
  async offer(certificates: OfferedCertificate[]): Promise<void> {
    await this.ask('poll', { certificates }, 'poll-answer', pollAnswerBody);
  }

  async giveOutcome(
    requestId: string,
    outcomes: ItemOutcome[],
  ): Promise<OutcomeAnswerBody['outcomes']> {
    const content = { requestId, outcomes };
    return (await this.ask('outcome', content, 'outcome-answer', outcomeAnswerBody)).outcomes;
  }

  private async ask<T extends { nonce: string }>(
    kind: 'poll' | 'outcome',
    content: object,
    answerKind: MessageKind,
    shape: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { state } = this;
    const nonce = newNonce();
    const head = { agentId: state.agentId, sequence: state.nextSequence(), nonce };
    const message = signMessage(kind, { ...head, ...content }, state.key);
    const given = await post(`${state.server}/api/agent/${kind}`, message, signal);
    const answer = read(signedMessage, given);
    const body = openMessage(answerKind, answer, state.serverKey, shape);
    // An answer to another question is a replay.
    if (body.nonce !== nonce) throw new SaoyError('agent-message-invalid');
    return body;
  }
}

async function post(url: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
  const { response, text } = await send(url, body, signal);
  const answer = parseJson(text);
  if (response.ok) return answer;
  const { code } = read(problemShape, answer);
  if (!isProblemCode(code)) throw new SaoyError('agent-answer-unreadable');
  const retryAfterSeconds = Number(response.headers.get('retry-after') ?? 60);
  throw new SaoyError(code, { incident: response.status, retryAfterSeconds });
}

async function send(url: string, body: unknown, signal?: AbortSignal) {
  const patience = AbortSignal.timeout(patienceMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: signal ? AbortSignal.any([patience, signal]) : patience,
    });
    return { response, text: await readBounded(response) };
  } catch (error) {
    if (error instanceof SaoyError) throw error;
    throw lineProblem(error);
  }
}

/** Codes of Node for a certificate that no root of this computer vouches for. */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/;

function lineProblem(error: unknown): SaoyError {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  const code = cause?.code ?? '';
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const reason = isLate ? 'quá thời gian chờ' : code || 'mất kết nối';
  return new SaoyError(
    untrusted.test(code) ? 'agent-server-untrusted' : 'agent-line-down',
    { reason },
    { cause: error },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SaoyError('agent-answer-unreadable', {}, { cause });
  }
}

function read<T>(shape: z.ZodType<T>, answer: unknown): T {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new SaoyError('agent-answer-unreadable', {}, { cause: parsed.error });
}

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > answerBytes) throw new SaoyError('agent-message-invalid');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Only https leaves this computer. */
function readAddress(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  const isHere = url && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isHere))
    throw new SaoyError('agent-address-refused');
  return url.origin;
}

function newNonce(): string {
  return randomBytes(18).toString('base64url');
}
