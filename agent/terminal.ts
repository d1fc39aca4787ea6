import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { SaoyError } from '../domain/problem';
import type { AskPin, ShownItem } from './sign-request';

/** What was typed while nothing was asked arrives within this, and answers nothing. */
const staleInputMs = 100;

/**
 * Shows a request in the terminal and reads the PIN without an echo; Enter alone declines.
 * @param gone takes the prompt away: the request does not stand any more
 * @throws SaoyError `agent-terminal-closed`
 */
export async function askPinInTerminal(
  { step, tokenLabel, items, expiresInMs }: Parameters<AskPin>[0],
  gone: AbortSignal,
): ReturnType<AskPin> {
  const act = step === 'sign' ? 'ký số' : 'đóng dấu';
  const minutes = Math.max(1, Math.floor(expiresInMs / 60_000));
  say(`\nYêu cầu ${act} ${items.length} hồ sơ, token “${tokenLabel}”, còn ${minutes} phút:`);
  items.forEach((item) => say(describe(item)));
  say('So hai cụm đầu và cuối của mã băm với trang web trước khi nhập.');
  const signal = AbortSignal.any([gone, AbortSignal.timeout(Math.max(1, Math.floor(expiresInMs)))]);
  const pin = await readLine('Mã PIN (Enter để từ chối): ', { hidden: true, signal });
  say('');
  if (pin === undefined)
    say('Yêu cầu này đã hủy trên trang web hoặc đã hết hạn: chưa ký gì. Đang chờ yêu cầu mới.');
  return pin && pin.length > 0 ? pin : undefined;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line of typed text, shown as it is typed. @throws SaoyError `agent-terminal-closed` */
export async function askLine(question: string): Promise<string> {
  const line = await readLine(question, { hidden: false });
  return (line ?? Buffer.alloc(0)).toString('utf8').trim();
}

function describe(item: ShownItem): string {
  const groups = item.documentDigest.match(/.{1,8}/g)!;
  return `  ${item.dossier} · ${item.initials} · ${item.pages} trang · mã băm ${groups.join(' ')}`;
}

/**
 * Reads bytes up to Enter; nothing when the signal aborts first. On a terminal, hidden ones are read
 * raw, so that nothing echoes them.
 */
async function readLine(
  question: string,
  { hidden, signal }: { hidden: boolean; signal?: AbortSignal },
): Promise<Buffer | undefined> {
  const { stdin } = process;
  const raw = hidden && stdin.isTTY;
  if (stdin.readableEnded) throw new SaoyError('agent-terminal-closed');
  if (raw) {
    stdin.setRawMode(true);
    await dropStaleInput();
  }
  process.stdout.write(question);
  try {
    return await collectLine({ hidden, raw, signal });
  } finally {
    stdin.pause();
    // It stops reading a turn later. Out of raw mode before that, Windows would begin to read a line, and
    // the program could not end until somebody pressed a key.
    await nextTurn();
    if (raw) stdin.setRawMode(false);
    // Idle, it must not keep the program from ending; files, unlike terminals, never do.
    if ('unref' in stdin) stdin.unref();
  }
}

/** An Enter that was pressed earlier must not decline what its officer has not seen yet. */
async function dropStaleInput(): Promise<void> {
  const drop = (chunk: Buffer) => void chunk.fill(0);
  process.stdin.on('data', drop).resume();
  await sleep(staleInputMs);
  process.stdin.off('data', drop).pause();
}

function collectLine({
  hidden,
  raw,
  signal,
}: {
  hidden: boolean;
  raw: boolean;
  signal: AbortSignal | undefined;
}): Promise<Buffer | undefined> {
  const { stdin } = process;
  return new Promise((resolve, reject) => {
    let typed: Buffer = Buffer.alloc(0);
    const keep = (bytes: Buffer) => {
      const old = typed;
      typed = bytes;
      if (hidden) old.fill(0);
    };
    function end(line: Buffer | undefined) {
      stdin.off('data', take);
      stdin.off('end', close);
      signal?.removeEventListener('abort', giveUp);
      resolve(line);
    }
    function giveUp() {
      keep(Buffer.alloc(0));
      end(undefined);
    }
    function close() {
      if (typed.length > 0) return end(typed);
      // First: what is settled once stays so.
      reject(new SaoyError('agent-terminal-closed'));
      end(undefined);
    }
    function take(chunk: Buffer) {
      for (const byte of raw ? typedBytes(chunk) : chunk) {
        if (byte === 0x0a || byte === 0x0d) {
          end(typed);
          break;
        }
        // Not by process.kill: on Windows that ends the program at once, past its own farewell.
        if (byte === 0x03 && raw) return void process.emit('SIGINT', 'SIGINT');
        if ((byte === 0x7f || byte === 0x08) && raw) keep(Buffer.from(typed.subarray(0, -1)));
        else keep(Buffer.concat([typed, Buffer.from([byte])]));
      }
      if (hidden) chunk.fill(0);
    }
    if (signal?.aborted) return giveUp();
    signal?.addEventListener('abort', giveUp);
    stdin.on('data', take);
    stdin.once('end', close);
    if ('ref' in stdin) stdin.ref();
    stdin.resume();
  });
}

/**
 * Without what arrow keys, F1 and their like send (ECMA-48, 5.4), nor the Escape key: in a PIN, unseen, it would
 * cost one of the token's tries.
 */
function* typedBytes(chunk: Buffer): Generator<number> {
  for (let at = 0; at < chunk.length; at += 1) {
    const byte = chunk[at]!;
    if (byte !== 0x1b) {
      yield byte;
      continue;
    }
    const introducer = chunk[at + 1];
    if (introducer === 0x4f) at += 2;
    if (introducer !== 0x5b) continue;
    // Parameters, then one final byte.
    at += 2;
    while (at < chunk.length && chunk[at]! < 0x40) at += 1;
  }
}
