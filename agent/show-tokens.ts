import { X509Certificate } from 'node:crypto';
import { SaoyError } from '../domain/problem';
import { explain } from './explain';
import { openSigner } from './open-signer';
import { say } from './terminal';

/** Says which tokens each library sees, and the certificates on them; exit code 1 for none. No PIN is asked. */
export async function showTokens(home: string, modules: string[]): Promise<void> {
  let seen = 0;
  for (const modulePath of modules) seen += await showTokensOf(home, modulePath);
  if (seen > 0) return;
  process.exitCode = 1;
  say(
    'Không thấy token nào. Cắm token, cài trình điều khiển của hãng token, hoặc chỉ thư viện bằng --module.',
  );
}

async function showTokensOf(home: string, modulePath: string): Promise<number> {
  say(`Thư viện ${modulePath}:`);
  try {
    const { signer, close } = openSigner(home, modulePath);
    const tokens = await signer.listTokens();
    for (const token of tokens) {
      say(`  ${token.label} (${token.manufacturer}, ${token.serial})`);
      const certificates = await signer.readCertificates(token.label);
      if (certificates.length === 0) say('    không có chứng thư nào');
      for (const { der } of certificates) say(`    chứng thư: ${describe(der)}`);
    }
    if (tokens.length === 0) say('  không có token');
    await close();
    return tokens.length;
  } catch (error) {
    if (!(error instanceof SaoyError)) throw error;
    say(`  ${explain(error)}`);
    return 0;
  }
}

function describe(der: Uint8Array): string {
  const { subject, issuer, validTo } = new X509Certificate(der);
  const day = new Date(validTo).toISOString().slice(0, 10).split('-').reverse().join('/');
  return `${nameIn(subject)}, cấp bởi ${nameIn(issuer)}, đến ${day}`;
}

/** The common name, without what could rewrite the screen. */
function nameIn(distinguished: string): string {
  const name = /^CN=(.*)$/m.exec(distinguished)?.[1] ?? distinguished;
  return name.replace(/\p{C}/gu, ' ');
}
