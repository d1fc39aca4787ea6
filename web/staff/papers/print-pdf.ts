import { openPdf } from '../../pdf/open-pdf';

/** Of the pictures that go to the printer: black letters stay sharp, a page is some megabytes. */
const dotsPerInch = 200;
const pointsPerInch = 72;

/**
 * Prints files page by page as they are, each page on a sheet of its own, and nothing of the page that is open. The
 * pages are drawn here: no frame of another document is let into ours, and every browser does the same.
 */
export async function printPdfs(files: readonly Blob[]): Promise<void> {
  const sheets = document.createElement('section');
  sheets.className = 'paper paper-sheets';
  sheets.setAttribute('aria-hidden', 'true');
  for (const file of files) {
    const opening = openPdf(new File([file], 'paper.pdf'));
    try {
      const opened = await opening.promise;
      for (let number = 1; number <= opened.numPages; number += 1) {
        const page = await opened.getPage(number);
        const viewport = page.getViewport({ scale: dotsPerInch / pointsPerInch });
        const canvas = document.createElement('canvas');
        canvas.width = Math.floor(viewport.width);
        canvas.height = Math.floor(viewport.height);
        // A5 is printed at its own size in the corner of the sheet that the office has.
        canvas.style.width = `${viewport.width / dotsPerInch}in`;
        await page.render({ canvas, viewport }).promise;
        sheets.append(canvas);
      }
    } finally {
      opening.close();
    }
  }
  document.body.append(sheets);
  try {
    // It goes on when the window to print is closed.
    print();
  } finally {
    sheets.remove();
  }
}
