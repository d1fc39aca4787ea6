import { extractPages } from '../../pdf/extract-pages';
import type { HandedFile } from './handed-files';
import type { SplitPage } from './split-pages';

/** Why a PDF cannot be taken apart, and the way on. */
const faults = {
  broken: 'Không tách được tệp này. Quét lại từng bản chính.',
  bound:
    'Tệp có chữ ký số hoặc lớp nội dung ẩn hiện nên không tách được ở đây. Quét lại từng bản chính.',
};

/** The files of each original: of a PDF parts of their own, of pictures those that belong to it. */
export async function makeOriginals(
  originals: readonly (readonly SplitPage[])[],
): Promise<HandedFile[][] | { fault: string }> {
  const source = originals[0]?.[0]?.file;
  if (source?.kind !== 'pdf') {
    return originals.map((pages) => pages.map(({ file, turn }) => ({ ...file, turn })));
  }
  const made = await extractPages(source.file, originals);
  if (typeof made === 'string') return { fault: faults[made] };
  return made.map((bytes, at) => {
    const name = source.file.name.replace(/(\.pdf)?$/i, ` (bản chính ${at + 1}).pdf`);
    const file = new File([bytes], name, { type: 'application/pdf' });
    const pages = originals[at]?.length ?? null;
    return [{ id: `${source.id}-${at + 1}`, file, kind: 'pdf', turn: 0, pages }];
  });
}
