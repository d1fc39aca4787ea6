import { hostname } from 'node:os';
import { keyFingerprint } from '../tokens/agent/protocol';
import { chooseModule } from './choose-module';
import { openSigner } from './open-signer';
import { readOffer } from './read-offer';
import { lockHome } from './run-lock';
import { pairWithServer, ServerConnection } from './server-connection';
import { askLine, say } from './terminal';

/**
 * Pairs this computer with a server by the code from the officer's page, and tells what the tokens
 * hold. What can fail without the code is tried before it is used up.
 * @param options.modules token libraries to look for the token with
 */
export async function pair(
  home: string,
  options: { server: string; modules: string[]; code: string | undefined },
): Promise<void> {
  const unlock = lockHome(home);
  try {
    const modulePath = await chooseModule(home, options.modules);
    const { server } = options;
    const code = options.code ?? (await askLine('Mã ghép trên trang web: '));
    const computerName = hostname().slice(0, 64) || 'máy không tên';
    const state = await pairWithServer({ home, server, code, computerName, modulePath });
    say(`Đã ghép với ${state.server}. Dấu của máy chủ: ${keyFingerprint(state.serverKey)}`);
    const { signer, close } = openSigner(home, modulePath);
    const offer = await readOffer(signer);
    await new ServerConnection(state).offer(offer);
    await close();
    say(
      offer.length > 0
        ? `Đã báo ${offer.length} chứng thư trên token. Chọn chứng thư để ký trên trang web, rồi chạy lệnh “run”.`
        : 'Chưa thấy token nào. Cắm token rồi chạy lệnh “run”.',
    );
  } finally {
    unlock();
  }
}
