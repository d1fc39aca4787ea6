import { join } from 'node:path';
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

function openModule(modulePath: string) {
  try {
    return openTokenModule({ modulePath });
  } catch (error) {
    if (!(error instanceof SaoyError)) throw error;
    const reason = String(error.params['reason']).split('\n')[0]!.slice(0, 200);
    throw new SaoyError(
      'agent-module-unusable',
      { file: modulePath, reason: reason === 'no such file' ? 'không có tệp này' : reason },
      { cause: error },
    );
  }
}
