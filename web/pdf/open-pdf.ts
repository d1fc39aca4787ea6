import type { PDFDocumentLoadingTask, PDFDocumentProxy } from 'pdfjs-dist';
import workerSrc from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** Opens a PDF with pdf.js, which is fetched only when there is one to show. */
export function openPdf(source: string | File): {
  promise: Promise<PDFDocumentProxy>;
  close: () => void;
} {
  let task: PDFDocumentLoadingTask | undefined;
  let isClosed = false;
  const open = async (): Promise<PDFDocumentProxy> => {
    const { GlobalWorkerOptions, getDocument } = await import('pdfjs-dist');
    GlobalWorkerOptions.workerSrc = workerSrc;
    const from =
      typeof source === 'string' ? { url: source } : { data: await source.arrayBuffer() };
    if (isClosed) throw new Error('closed');
    task = getDocument({
      ...from,
      enableXfa: false,
      // Work lists open many dossiers: one whole answer is cheaper than many ranges of it.
      disableRange: true,
      wasmUrl: '/pdfjs/wasm/',
      standardFontDataUrl: '/pdfjs/standard_fonts/',
      iccUrl: '/pdfjs/iccs/',
    });
    return task.promise;
  };
  return {
    promise: open(),
    close: () => {
      isClosed = true;
      void task?.destroy();
    },
  };
}
