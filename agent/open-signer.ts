import { dirname, join } from 'node:path';
import { SaoyError } from '../domain/problem';
import { openTokenModule } from '../tokens/pkcs11/token-module';
import { TokenSigner } from '../tokens/pkcs11/token-signer';

export interface OpenSigner {
  signer: TokenSigner;
  close: () => Promise<void>;
}

/** Opens a token library. @throws SaoyError `agent-module-unusable` */
export function openSigner(home: string, modulePath: string): OpenSigner {
  const module = openModule(modulePath);
  const signer = new TokenSigner(module, { pinTriesFile: join(home, 'pin-tries.json') });
  const close = async () => {
    await signer.close();
    await module.close();
  };
  return { signer, close };
}

/** What the loader says, in words; the numbers are Windows' own (ERROR_MOD_NOT_FOUND and the like). */
const knownReasons: Record<string, string> = {
  'no such file': 'không có tệp này',
  'Win32 error 126': 'thiếu thư viện khác mà nó cần',
  'Win32 error 127': 'không phải thư viện PKCS#11',
  'Win32 error 193': 'không phải thư viện 64-bit của Windows',
};

function openModule(modulePath: string) {
  if (process.platform === 'win32') letFindBeside(modulePath);
  try {
    return openTokenModule({ modulePath });
  } catch (error) {
    if (!(error instanceof SaoyError)) throw error;
    const reason = String(error.params['reason']).split('\n')[0]!.slice(0, 200);
    throw new SaoyError(
      'agent-module-unusable',
      { file: modulePath, reason: knownReasons[reason] ?? reason },
      { cause: error },
    );
  }
}

/** Windows looks for the libraries that one needs in the folders of PATH, and not beside it. */
function letFindBeside(modulePath: string): void {
  // eslint-disable-next-line no-restricted-properties
  const { env } = process;
  const folder = dirname(modulePath);
  const path = env['PATH'] ?? '';
  if (!path.split(';').includes(folder)) env['PATH'] = `${path};${folder}`;
}
