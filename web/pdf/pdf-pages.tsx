import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { openPdf } from './open-pdf';
import { PdfPage } from './pdf-page';

interface Props {
  /** An address of our own, or a file just chosen. */
  source: string | File;
  label: string;
  /** Opened at its last page: where the attestation stands. */
  atEnd?: boolean;
}

interface Loaded {
  document: PDFDocumentProxy;
  /** Width over height of page 1, unrotated. */
  ratio: number;
}

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;
const fit = 2;

/** A PDF as pages to read: zoom, turn, scroll with the keyboard; a page is drawn when it is near. */
export function PdfPages({ source, label, atEnd = false }: Props) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState('');
  const [zoomAt, setZoomAt] = useState(fit);
  const [turn, setTurn] = useState(0);
  const desk = useRef<HTMLDivElement>(null);
  const width = useWidth(desk);

  useEffect(() => {
    let isCurrent = true;
    const opening = openPdf(source);
    opening.promise
      .then(async (document) => {
        const viewport = (await document.getPage(1)).getViewport({ scale: 1 });
        if (isCurrent) setLoaded({ document, ratio: viewport.width / viewport.height });
      })
      .catch(() => {
        if (isCurrent) setFailure('Không mở được tệp PDF này. Tải lại trang, hoặc quét lại tệp.');
      });
    return () => {
      isCurrent = false;
      opening.close();
    };
  }, [source]);

  const zoom = zooms[zoomAt] ?? 1;
  const pages = loaded?.document.numPages ?? 0;
  useEnd(desk, atEnd && pages > 1 && width > 0 ? `page ${pages}` : null);
  return (
    <div className="pdf">
      <div className="pdf-tools" role="toolbar" aria-label={`Xem ${label}`}>
        <span className="pdf-label">{label}</span>
        <span className="quiet">{loaded ? `${pages} trang` : failure ? '' : 'Đang mở…'}</span>
        <span className="top-bar-space" />
        <button
          type="button"
          aria-label="Thu nhỏ"
          disabled={zoomAt === 0}
          onClick={() => setZoomAt(zoomAt - 1)}
        >
          −
        </button>
        <span className="pdf-zoom">{Math.round(zoom * 100)}%</span>
        <button
          type="button"
          aria-label="Phóng to"
          disabled={zoomAt === zooms.length - 1}
          onClick={() => setZoomAt(zoomAt + 1)}
        >
          +
        </button>
        <button type="button" aria-label="Xoay trang" onClick={() => setTurn((turn + 90) % 360)}>
          ⟳
        </button>
      </div>
      <div className="pdf-desk" ref={desk} tabIndex={0} role="group" aria-label={label}>
        {failure && (
          <p className="note note-problem" role="alert">
            {failure}
          </p>
        )}
        {loaded &&
          width > 0 &&
          Array.from({ length: pages }, (_, index) => (
            <PdfPage
              key={index}
              document={loaded.document}
              number={index + 1}
              turn={turn}
              width={Math.floor((width - 32) * zoom)}
              ratio={loaded.ratio}
              near={desk}
            />
          ))}
      </div>
    </div>
  );
}

/** Where the number stands on the attestation page, a share of its height; signature and seal follow. */
const numberAt = 0.27;

/**
 * Opens at the last page and stays there while pages before it take their true sizes, until somebody
 * scrolls.
 */
function useEnd(desk: React.RefObject<HTMLElement | null>, page: string | null): void {
  useEffect(() => {
    const element = desk.current;
    if (page === null || !element) return;
    const toEnd = () => {
      const last = element.querySelector<HTMLElement>('.pdf-page:last-of-type');
      if (!last) return;
      element.scrollTo(0, last.offsetTop - element.offsetTop + last.offsetHeight * numberAt);
    };
    toEnd();
    const observer = new ResizeObserver(toEnd);
    for (const each of element.querySelectorAll('.pdf-page')) observer.observe(each);
    const leave = () => observer.disconnect();
    const moves = ['wheel', 'pointerdown', 'keydown'] as const;
    for (const move of moves) element.addEventListener(move, leave, { once: true });
    return () => {
      leave();
      for (const move of moves) element.removeEventListener(move, leave);
    };
  }, [desk, page]);
}

/** The width of the desk in CSS pixels, followed as the window changes. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
