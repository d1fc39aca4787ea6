import type { AskPin, ShownItem } from './sign-request';

/** Shows a request in the terminal and reads the PIN without an echo; Enter alone declines. */
export const askPinInTerminal: AskPin = async ({ step, tokenLabel, items, expiresInMs }) => {
  const act = step === 'sign' ? 'ký số' : 'đóng dấu';
  say(`\nYêu cầu ${act} ${items.length} hồ sơ, token “${tokenLabel}”:`);
  items.forEach((item) => say(describe(item)));
  say('So hai cụm đầu và cuối của mã băm với trang web trước khi nhập.');
  process.stdout.write('Mã PIN (Enter để từ chối): ');
  const pin = await readHidden(expiresInMs);
  say('');
  return pin && pin.length > 0 ? pin : undefined;
};

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line of typed text, shown as it is typed. */
export async function askLine(question: string): Promise<string> {
  process.stdout.write(question);
  return (await readLine(undefined, false)).toString('utf8').trim();
}

function describe(item: ShownItem): string {
  const groups = item.documentDigest.match(/.{1,8}/g)!;
  return `  ${item.dossier} · ${item.initials} · ${item.pages} trang · mã băm ${groups.join(' ')}`;
}

async function readHidden(patienceMs: number): Promise<Uint8Array | undefined> {
  return readLine(patienceMs, true).catch((error) => {
    if (error instanceof TooLate) return undefined;
    throw error;
  });
}

class TooLate extends Error {}

/** Reads bytes up to Enter. On a terminal, hidden ones are read raw, so that nothing echoes them. */
function readLine(patienceMs: number | undefined, hidden: boolean): Promise<Buffer> {
  const { stdin } = process;
  const raw = hidden && stdin.isTTY;
  return new Promise((resolve, reject) => {
    let typed: Buffer = Buffer.alloc(0);
    const timer = patienceMs === undefined ? undefined : setTimeout(late, patienceMs);
    const keep = (bytes: Buffer) => {
      const old = typed;
      typed = bytes;
      if (hidden) old.fill(0);
    };
    function end() {
      clearTimeout(timer);
      stdin.off('data', take);
      stdin.off('end', done);
      if (raw) stdin.setRawMode(false);
      stdin.pause();
      // Idle, it must not keep the program from ending; files, unlike terminals, never do.
      if ('unref' in stdin) stdin.unref();
    }
    function late() {
      end();
      typed.fill(0);
      reject(new TooLate());
    }
    function take(chunk: Buffer) {
      for (const byte of chunk) {
        if (byte === 0x0a || byte === 0x0d) {
          return done();
        }
        if (byte === 0x03 && raw) return process.kill(process.pid, 'SIGINT');
        if ((byte === 0x7f || byte === 0x08) && raw) keep(Buffer.from(typed.subarray(0, -1)));
        else keep(Buffer.concat([typed, Buffer.from([byte])]));
      }
      if (hidden) chunk.fill(0);
    }
    function done() {
      end();
      resolve(typed);
    }
    if (raw) stdin.setRawMode(true);
    stdin.on('data', take);
    stdin.once('end', done);
    if ('ref' in stdin) stdin.ref();
    stdin.resume();
  });
}
