import { megabytes } from '../../text/sizes';

/**
 * The first thing wrong with a scan as far as the browser can tell, in one sentence, or null. The
 * server looks deeper when it takes the file. `maxBytes` is the policy's limit [T-08].
 */
export async function findFileFault(file: File, maxBytes: number): Promise<string | null> {
  if (file.size === 0) return 'Tệp rỗng. Quét lại rồi chọn tệp mới.';
  const head = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  if (!String.fromCharCode(...head).includes('%PDF-')) {
    return 'Tệp này không phải PDF. Hãy quét lại thành PDF rồi chọn tệp.';
  }
  if (file.size > maxBytes) {
    return `Tệp nặng ${megabytes(file.size)}, quá ${megabytes(maxBytes)}. Quét lại ở độ phân giải thấp hơn.`;
  }
  return null;
}
