import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SaoyError, sentence } from '../domain/problem';
import { openTokenModule } from '../tokens/pkcs11/token-module';
import { TokenSigner } from '../tokens/pkcs11/token-signer';
import { AgentState } from './agent-state';
import { keyFingerprint, type ItemOutcome } from '../tokens/agent/protocol';
import { readOffer } from './read-offer';
import { pairWithServer, ServerConnection } from './server-connection';
import { signRequest } from './sign-request';
import { askLine, askPinInTerminal, say } from './terminal';

const usage = `Chương trình ký số trên máy của cán bộ.
  pair ĐỊA-CHỈ --module THƯ-VIỆN   ghép máy này bằng mã trên trang web (làm một lần)
  run                              chờ yêu cầu ký, hỏi mã PIN, ký bằng token
  tokens --module THƯ-VIỆN         xem token nào đang cắm
Thư mục riêng: --home (mặc định ~/.sao-y-agent).`;
/** After a failed line: pauses that grow up to this. */
const longestPauseMs = 30_000;
/** Between tries to hand in a signature that is there already. */
const sendAgainMs = 1_500;

/** The officer's program. It opens no port: it asks our server, shows, asks for the PIN, answers. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      home: { type: 'string', default: join(homedir(), '.sao-y-agent') },
      module: { type: 'string' },
      code: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [command, server] = positionals;
  if (command === 'pair' && server && values.module)
    return pair(values.home, server, values.module, values.code);
  if (command === 'run') return run(values.home);
  if (command === 'tokens' && values.module) return showTokens(values.home, values.module);
  say(usage);
  process.exitCode = values.help ? 0 : 2;
}

async function pair(home: string, server: string, modulePath: string, code?: string) {
  // A library that does not open is said before the code is used up.
  const { signer, close } = openSigner(home, modulePath);
  const typed = code ?? (await askLine('Mã ghép trên trang web: '));
  const computerName = hostname().slice(0, 64) || 'máy không tên';
  const state = await pairWithServer({ home, server, code: typed, computerName, modulePath });
  say(`Đã ghép với ${state.server}. Dấu của máy chủ: ${keyFingerprint(state.serverKey)}`);
  const offer = await readOffer(signer);
  await new ServerConnection(state).offer(offer);
  say(
    offer.length > 0
      ? `Đã báo ${offer.length} chứng thư trên token. Chọn chứng thư để ký trên trang web, rồi chạy “run”.`
      : 'Chưa thấy token nào. Cắm token rồi chạy “run”.',
  );
  await close();
}

async function showTokens(home: string, modulePath: string) {
  const { signer, close } = openSigner(home, modulePath);
  const tokens = await signer.listTokens();
  if (tokens.length === 0) say('Không thấy token nào. Cắm token, hoặc kiểm tra thư viện --module.');
  for (const token of tokens) {
    const { certificates } = await signer.preflight(token.label);
    say(
      `${token.label} (${token.manufacturer}, ${token.serial}): ${certificates.length} chứng thư`,
    );
  }
  await close();
}

async function run(home: string) {
  const state = AgentState.open(home);
  const { signer, close } = openSigner(home, state.modulePath);
  const connection = new ServerConnection(state);
  const stopping = new AbortController();
  let told = '';
  /** What the tokens hold, when that is not what was told last. */
  const tellOffer = async () => {
    const offer = await readOffer(signer);
    if (JSON.stringify(offer) === told) return;
    await connection.offer(offer);
    told = JSON.stringify(offer);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stopping.abort();
      // A prompt may stand open: nothing is under way that an end could hurt.
      setTimeout(() => process.exit(0), 200).unref();
    });
  say(`Đang chờ yêu cầu từ ${state.server}. Ctrl-C để dừng.`);
  for (let failures = 0; !stopping.signal.aborted;) {
    try {
      await tellOffer();
      await serveOnce(connection, signer, stopping.signal);
      failures = 0;
    } catch (error) {
      if (stopping.signal.aborted) break;
      if (isFinal(error)) throw error;
      failures++;
      say(`Chưa liên lạc được với máy chủ (${explain(error)}). Tự thử lại.`);
      await pause(Math.min(longestPauseMs, 1000 * 2 ** failures), stopping.signal);
    }
  }
  await close();
}

async function serveOnce(connection: ServerConnection, signer: TokenSigner, signal: AbortSignal) {
  const [request] = await connection.poll(signal);
  if (!request) return;
  const endsAt = performance.now() + request.expiresInMs;
  const outcomes = await signRequest(signer, request, askPinInTerminal);
  const verdicts = await deliver(connection, request.requestId, outcomes, endsAt);
  for (const verdict of verdicts) {
    const item = request.items.find(({ itemId }) => itemId === verdict.itemId);
    const outcome = outcomes.find(({ itemId }) => itemId === verdict.itemId);
    const params = outcome && 'triesLeft' in outcome ? { triesLeft: outcome.triesLeft ?? 0 } : {};
    const text = verdict.accepted ? 'đã ký' : explainCode(verdict.code, params);
    say(`  ${item?.dossier ?? verdict.itemId}: ${text}`);
  }
}

/**
 * Gives the outcomes, again and again while the server is away: the PIN was typed once and is not asked
 * for anew. Too late, or answered from elsewhere, the page says so and there is nothing to repeat.
 */
async function deliver(
  connection: ServerConnection,
  requestId: string,
  outcomes: ItemOutcome[],
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
      say(`Chưa gửi được kết quả (${explain(error)}). Tự gửi lại.`);
      await pause(sendAgainMs);
    }
  }
}

function openSigner(home: string, modulePath: string) {
  const module = openTokenModule({ modulePath });
  const signer = new TokenSigner(module, { pinTriesFile: join(home, 'pin-tries.json') });
  const close = async () => {
    await signer.close();
    await module.close();
  };
  return { signer, close };
}

/** What no waiting mends. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof SaoyError &&
    ['agent-unknown', 'agent-replayed', 'agent-message-invalid'].includes(error.code)
  );
}

function explain(error: unknown): string {
  if (error instanceof SaoyError) return sentence(error.code, 'vi', error.params);
  return error instanceof Error ? error.message : 'không rõ';
}

function explainCode(code: string | undefined, params: Record<string, number>): string {
  return sentence((code ?? 'token-failed') as SaoyError['code'], 'vi', params);
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
