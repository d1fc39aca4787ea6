import { SaoyError } from '../../domain/problem';
import type { PreflightCheck } from '../signing-keys/token-contract';
import type { ApiDeps } from '../http/deps';

/** Less than one copy needs: nothing is kept any more. */
const fullBytes = 64 * 1024 * 1024;

export type StorageState = 'ok' | 'low' | 'full' | 'unavailable';

/** Room in the storage: `low` below STORAGE_ROOM_MIN_MB, `full` where the next copy may not fit. */
export async function readStorageState({
  store,
  settings,
}: Pick<ApiDeps, 'store' | 'settings'>): Promise<StorageState> {
  try {
    const room = await store.room();
    if (room < fullBytes) return 'full';
    return room < settings.storageRoomMin ? 'low' : 'ok';
  } catch (error) {
    if (error instanceof SaoyError) return 'unavailable';
    throw error;
  }
}

/** A line of the pre-flight where there is something to say. */
export async function checkStorage(
  deps: Pick<ApiDeps, 'store' | 'settings'>,
): Promise<PreflightCheck[]> {
  const state = await readStorageState(deps);
  return state === 'ok' ? [] : [{ check: 'storage', ok: false, text: texts[state] }];
}

const texts = {
  low: 'Kho tệp của máy chủ sắp hết chỗ. Báo quản trị viên giải phóng dung lượng; hiện vẫn ký được.',
  full: 'Kho tệp của máy chủ đã hết chỗ nên chưa ký được. Báo quản trị viên giải phóng dung lượng.',
  unavailable: 'Kho tệp của máy chủ không đọc được nên chưa ký được. Báo quản trị viên.',
};
