import { SaoyError } from '../../../domain/problem';
import { readTrust, type TrustFiles } from './read-trust';

/**
 * DER of the authorities that this installation trusts: where every path of a copy must end.
 * @throws SaoyError `setting-invalid` where the files cannot be read
 */
export async function listAnchors(files: TrustFiles, now: number): Promise<Uint8Array[]> {
  try {
    const { list } = await readTrust(files, now);
    return list.authorities.map(({ certificate }) => Buffer.from(certificate, 'base64'));
  } catch (cause) {
    const name = files.trustListFile ? 'TRUST_LIST_FILE, TRUST_ANCHORS_FILE' : 'TRUST_ANCHORS_FILE';
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SaoyError('setting-invalid', { name, reason }, { cause });
  }
}
