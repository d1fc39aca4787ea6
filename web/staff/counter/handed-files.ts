import { inspectPdf } from '../../pdf/inspect-pdf';
import { megabytes } from '../../text/sizes';

export type FileKind = 'pdf' | 'jpeg' | 'png' | 'tiff';
export type Turn = 0 | 90 | 180 | 270;

/** A file chosen at the counter: the PDF of the whole original, or the picture of a page. */
export interface HandedFile {
  id: string;
  file: File;
  kind: FileKind;
  /** Clockwise; a PDF is kept as it came. */
  turn: Turn;
  /** Null where only the server can count them. */
  pages: number | null;
}

export const mediaTypes: Record<FileKind, string> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  tiff: 'image/tiff',
};

interface Limits {
  maxBytes: number;
  maxPages: number;
  types: readonly string[];
}

/**
 * What was chosen before together with what is chosen now: pictures are added, in the order of their
 * names; a PDF takes the place of everything. With it the first thing wrong, in one sentence, as far
 * as the browser can tell; then nothing changes.
 */
export async function addFiles(
  before: readonly HandedFile[],
  chosen: readonly File[],
  limits: Limits,
): Promise<{ files: readonly HandedFile[]; fault: string | null }> {
  const added: HandedFile[] = [];
  for (const file of [...chosen].sort(byName)) {
    const kind = await findKind(file);
    const fault = findFault(file, kind, limits);
    if (fault || !kind) return { files: before, fault };
    const look = await lookInto(file, kind);
    if (look.fault !== null) return { files: before, fault: look.fault };
    added.push({ id: `${Date.now()} ${nextId++}`, file, kind, turn: 0, pages: look.pages });
  }
  const isPdf = added.some(({ kind }) => kind === 'pdf');
  if (isPdf && added.length > 1) {
    const fault = 'Chọn một tệp PDF, hoặc các ảnh trang; không chọn lẫn hai loại hay nhiều PDF.';
    return { files: before, fault };
  }
  const files = isPdf ? added : [...before.filter(({ kind }) => kind !== 'pdf'), ...added];
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (bytes > limits.maxBytes) {
    return { files: before, fault: tooHeavy(bytes, limits.maxBytes) };
  }
  if (files.length > limits.maxPages) {
    return { files: before, fault: `Có quá ${limits.maxPages} ảnh. Chia thành nhiều hồ sơ.` };
  }
  return { files, fault: null };
}

/** How many pages the chosen files hold; null where only the server can count them. */
export function pagesOf(files: readonly HandedFile[]): number | null {
  return files.reduce<number | null>(
    (sum, { pages }) => (sum === null || pages === null ? null : sum + pages),
    files.length > 0 ? 0 : null,
  );
}

/** What a look into the file tells before it is sent: a PDF that is locked or broken, its pages. */
async function lookInto(
  file: File,
  kind: FileKind,
): Promise<{ pages: number | null; fault: string | null }> {
  // One file may hold many pages of TIFF; browsers do not read it.
  if (kind !== 'pdf') return { pages: kind === 'tiff' ? null : 1, fault: null };
  const found = await inspectPdf(file);
  if (found === 'locked') {
    const fault = `Tệp “${file.name}” có mật khẩu hoặc bị mã hóa. Bỏ mật khẩu, hoặc quét lại từ bản chính.`;
    return { pages: null, fault };
  }
  if (found === 'broken') {
    const fault = `Tệp “${file.name}” bị hỏng hoặc bị cắt cụt. Quét lại rồi chọn tệp mới.`;
    return { pages: null, fault };
  }
  return { pages: found, fault: null };
}

let nextId = 1;

function byName(one: File, other: File): number {
  return one.name.localeCompare(other.name, 'vi', { numeric: true });
}

/** The files with one a place further on or back; where it stands at the end already, as they were. */
export function moved(files: readonly HandedFile[], from: number, to: number): HandedFile[] {
  const list = [...files];
  const [file] = list.splice(from, 1);
  if (file) list.splice(Math.max(0, Math.min(to, list.length)), 0, file);
  return list;
}

export function turned(files: readonly HandedFile[], id: string): HandedFile[] {
  return files.map((each) =>
    each.id === id ? { ...each, turn: ((each.turn + 90) % 360) as Turn } : each,
  );
}

function findFault(file: File, kind: FileKind | null, { maxBytes, types }: Limits): string | null {
  const { name, size } = file;
  if (size === 0) return `Tệp “${name}” rỗng. Quét lại rồi chọn tệp mới.`;
  if (!kind || !types.includes(mediaTypes[kind])) {
    return `Tệp “${name}” không phải PDF hay ảnh trang (JPEG, PNG, TIFF). Quét lại rồi chọn tệp mới.`;
  }
  return size > maxBytes ? tooHeavy(size, maxBytes) : null;
}

function tooHeavy(bytes: number, maxBytes: number): string {
  return `Tệp nặng ${megabytes(bytes)}, quá ${megabytes(maxBytes)}. Quét lại ở độ phân giải thấp hơn.`;
}

/** By the first bytes; the server looks deeper when it takes the file. */
async function findKind(file: File): Promise<FileKind | null> {
  const bytes = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  const head = String.fromCharCode(...bytes);
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG')) return 'png';
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'tiff';
  return head.includes('%PDF-') ? 'pdf' : null;
}
