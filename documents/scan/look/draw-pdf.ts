import { PDFiumLibrary } from '@hyzyla/pdfium';
import { makeSmall, type PageLook } from './page-look';

let library: Promise<PDFiumLibrary> | undefined;

/**
 * A page of a PDF as PDFium draws it, which is the viewer of most browsers: another program than
 * the one that draws the page that is certified.
 * @param page from 1
 */
export async function drawPdf(
  pdf: Uint8Array,
  { page, columns, rows }: { page: number; columns: number; rows: number },
): Promise<PageLook> {
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(pdf);
  try {
    const drawn = await document
      .getPage(page - 1)
      .render({ width: columns, height: rows, render: 'bitmap' });
    const rgb = new Uint8Array(columns * rows * 3);
    for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
      rgb[to] = drawn.data[from]!;
      rgb[to + 1] = drawn.data[from + 1]!;
      rgb[to + 2] = drawn.data[from + 2]!;
    }
    return makeSmall({ columns, rows, rgb }, [drawn.originalWidth, drawn.originalHeight]);
  } finally {
    document.destroy();
  }
}
