import { SaoyError, sentence } from '../domain/problem';

/** What went wrong and what to do, in one Vietnamese sentence; of a bug, what it says itself. */
export function explain(error: unknown): string {
  if (error instanceof SaoyError) return sentence(error.code, 'vi', error.params);
  const reason = error instanceof Error ? error.message : String(error);
  return `Chương trình gặp lỗi ngoài dự kiến (${reason}). Chạy lại; nếu vẫn lỗi, báo quản trị viên dòng này.`;
}
