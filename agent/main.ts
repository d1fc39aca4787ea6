import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { acknowledgeUnlocked } from './acknowledge-unlocked';
import { explain } from './explain';
import { findModules } from './find-modules';
import { pair } from './pair';
import { run } from './run';
import { showTokens } from './show-tokens';
import { say } from './terminal';

const defaultHome = join(homedir(), '.sao-y-agent');
const usage = `Chương trình ký số trên máy của cán bộ.
  tokens           xem token nào đang cắm, có chứng thư nào
  pair ĐỊA-CHỈ     ghép máy này với máy chủ bằng mã trên trang web (làm một lần)
  unlocked TÊN     báo rằng nơi cấp đã mở khóa token có tên này
  run              chờ yêu cầu ký, hỏi mã PIN, ký bằng token; Ctrl-C để dừng
Tùy chọn:
  --module TỆP     thư viện PKCS#11 của hãng token, nếu chương trình không tự thấy
  --home THƯ-MỤC   nơi giữ khóa ghép (mặc định ${defaultHome})
  --help           xem hướng dẫn này`;

/** The officer's program. It opens no port: it asks our server, shows, asks for the PIN, answers. */
async function main(): Promise<void> {
  const given = readArguments();
  if (given === undefined) return refuse('Không hiểu dòng lệnh vừa nhập.');
  const { values, positionals } = given;
  if (values.help) return say(usage);
  const [command, server, ...rest] = positionals;
  if (command === undefined) return refuse('Thiếu lệnh: tokens, pair, unlocked hoặc run.');
  const isPair = command === 'pair';
  const isNamed = isPair || command === 'unlocked';
  if (rest.length > 0 || (!isNamed && server !== undefined)) return refuse('Thừa tham số.');
  const { home, module, code } = values;
  // It is kept at pairing, and "run" may start in another folder.
  const modules = module === undefined ? findModules() : [resolve(module)];
  if (command === 'tokens') return showTokens(home, modules);
  if (command === 'run') return run(home);
  if (command === 'unlocked') {
    if (server === undefined) return refuse('Thiếu tên token, như lệnh tokens ghi.');
    return acknowledgeUnlocked(home, modules, server);
  }
  if (!isPair) return refuse(`Không có lệnh “${command}”.`);
  if (server === undefined) return refuse('Thiếu địa chỉ máy chủ, như ghi trên trang web.');
  return pair(home, { server, modules, code });
}

/** @returns nothing for options that there are not */
function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        home: { type: 'string', default: defaultHome },
        module: { type: 'string' },
        code: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch {
    return undefined;
  }
}

function refuse(why: string): void {
  process.stderr.write(`${why}\n${usage}\n`);
  process.exitCode = 2;
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
