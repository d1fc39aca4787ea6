import { SaoyError } from '../domain/problem';
import type { OfferedRequest } from '../tokens/agent/protocol';
import type { TokenSigner } from '../tokens/pkcs11/token-signer';
import { AgentState } from './agent-state';
import { explain } from './explain';
import { openSigner } from './open-signer';
import { readOffer } from './read-offer';
import { lockHome } from './run-lock';
import { ServerConnection } from './server-connection';
import { signRequest, type SignedItem } from './sign-request';
import { askPinInTerminal, say } from './terminal';

/** After a failed line: pauses that grow up to this. */
const longestPauseMs = 30_000;
/** Between tries to hand in a signature that is there already. */
const sendAgainMs = 1_500;
/** Between looks whether a request still stands while its prompt is open. */
const lookMs = 3_000;

/**
 * Waits for requests and has the officer sign them, until Ctrl-C.
 * @throws SaoyError what no waiting mends: `agent-unknown`, `agent-replayed`, `agent-message-invalid`,
 *   `agent-running-already`, `agent-module-unusable`, `agent-terminal-closed`
 */
export async function run(home: string): Promise<void> {
  const state = AgentState.open(home);
  const { signer, close } = openSigner(home, state.modulePath);
  const unlock = lockHome(home);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      stopping.abort();
      say('\nĐã dừng.');
      unlock();
      // A prompt may stand open: nothing is under way that an end could hurt.
      setTimeout(() => process.exit(0), 200).unref();
    });
  say(`Đang chờ yêu cầu từ ${state.server}. Ctrl-C để dừng.`);
  try {
    await serve(new ServerConnection(state), signer, stopping.signal);
    await close();
  } finally {
    unlock();
  }
}

async function serve(connection: ServerConnection, signer: TokenSigner, stop: AbortSignal) {
  let told = '';
  /** What the tokens hold, when that is not what was told last. */
  const tellOffer = async () => {
    const offer = await readOffer(signer);
    if (JSON.stringify(offer) === told) return;
    await connection.offer(offer);
    told = JSON.stringify(offer);
    if (offer.length === 0) say('Chưa thấy token nào có chứng thư. Cắm token để ký.');
  };
  let trouble = '';
  for (let failures = 0; !stop.aborted;) {
    try {
      await tellOffer();
      if (trouble) say('Đã liên lạc lại được với máy chủ.');
      [trouble, failures] = ['', 0];
      await serveOnce(connection, signer, stop);
    } catch (error) {
      if (stop.aborted) break;
      if (isFinal(error)) throw error;
      failures++;
      const sentence = explain(error);
      if (sentence !== trouble) say(`${sentence} Chương trình tự thử lại.`);
      trouble = sentence;
      await pause(Math.min(longestPauseMs, 1000 * 2 ** failures), stop);
    }
  }
}

async function serveOnce(connection: ServerConnection, signer: TokenSigner, stop: AbortSignal) {
  const [request] = await connection.poll(stop);
  if (!request) return;
  const endsAt = performance.now() + request.expiresInMs;
  const { signed, isGone } = await signWhileItStands(connection, signer, request);
  if (isGone) return;
  const outcomes = signed.map(({ outcome }) => outcome);
  const verdicts = await deliver(connection, request.requestId, outcomes, endsAt);
  for (const { itemId, accepted, code } of verdicts) {
    const dossier = request.items.find((item) => item.itemId === itemId)?.dossier ?? itemId;
    const own = signed.find(({ outcome }) => outcome.itemId === itemId)?.error;
    // What the server says of it, in the words of the error that was met here.
    const why =
      own?.code === code ? own : new SaoyError((code ?? 'token-failed') as SaoyError['code']);
    say(`  ${dossier}: ${accepted ? 'đã ký' : explain(why)}`);
  }
}

/** Asks the officer; a request that is cancelled in the page meanwhile takes its prompt away. */
async function signWhileItStands(
  connection: ServerConnection,
  signer: TokenSigner,
  request: OfferedRequest,
): Promise<{ signed: SignedItem[]; isGone: boolean }> {
  const gone = new AbortController();
  const answered = new AbortController();
  const watching = watch(connection, request.requestId, gone, answered.signal);
  try {
    const signed = await signRequest(
      signer,
      request,
      async (asked) => {
        const pin = await askPinInTerminal(asked, gone.signal);
        answered.abort();
        return pin;
      },
      gone.signal,
    );
    return { signed, isGone: gone.signal.aborted };
  } finally {
    answered.abort();
    // One message at a time: their numbers must reach the server in order.
    await watching;
  }
}

async function watch(
  connection: ServerConnection,
  requestId: string,
  gone: AbortController,
  answered: AbortSignal,
): Promise<void> {
  for (;;) {
    await pause(lookMs, answered);
    if (answered.aborted) return;
    try {
      const open = await connection.poll(answered);
      if (!open.some((request) => request.requestId === requestId)) return gone.abort();
    } catch {
      // The line is down, or the officer has answered: handing in the outcome will tell.
    }
  }
}

/**
 * Gives the outcomes, again and again while the server is away: the PIN was typed once and is not asked
 * for anew. Too late, or answered from elsewhere, the page says so and there is nothing to repeat.
 */
async function deliver(
  connection: ServerConnection,
  requestId: string,
  outcomes: SignedItem['outcome'][],
  endsAt: number,
): ReturnType<ServerConnection['giveOutcome']> {
  for (;;) {
    try {
      return await connection.giveOutcome(requestId, outcomes);
    } catch (error) {
      if (error instanceof SaoyError && error.code === 'agent-request-closed') {
        say(explain(error));
        return [];
      }
      if (isFinal(error) || performance.now() > endsAt) throw error;
      say(`Chưa gửi được kết quả. ${explain(error)} Chương trình tự gửi lại.`);
      await pause(sendAgainMs);
    }
  }
}

/** What no waiting mends. */
function isFinal(error: unknown): boolean {
  const final = [
    'agent-unknown',
    'agent-replayed',
    'agent-message-invalid',
    'agent-terminal-closed',
  ];
  return error instanceof SaoyError && final.includes(error.code);
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
