import { SaoyError } from '../domain/problem';
import { openSigner } from './open-signer';
import { say } from './terminal';

/**
 * Has PINs reach a token of this computer again that its issuer has unlocked.
 * @throws SaoyError `token-still-locked` where the token itself says otherwise; `token-absent`
 */
export async function acknowledgeUnlocked(
  home: string,
  modules: string[],
  label: string,
): Promise<void> {
  for (const modulePath of modules) {
    const { signer, close } = openSigner(home, modulePath);
    try {
      if (!(await signer.acknowledgeUnlocked(label))) {
        throw new SaoyError('token-still-locked', { token: label });
      }
      return say(`Đã ghi nhận: token “${label}” được mở khóa. Nhập mã PIN mới khi ký.`);
    } catch (error) {
      // Another library may have it.
      if (!(error instanceof SaoyError) || error.code !== 'token-absent') throw error;
    } finally {
      await close();
    }
  }
  throw new SaoyError('token-absent', { token: label });
}
