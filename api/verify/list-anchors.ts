import { readTrust } from '../../documents/verify/trust/read-trust';
import type { Settings } from '../../settings/settings';

/** DER of the authorities that this installation trusts: where every path of a copy must end. */
export async function listAnchors(settings: Settings, now: number): Promise<Uint8Array[]> {
  const { list } = await readTrust(settings, now);
  return list.authorities.map(({ certificate }) => Buffer.from(certificate, 'base64'));
}
