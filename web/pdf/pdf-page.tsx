import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';

interface Props {
  document: PDFDocumentProxy;
  number: number;
  /** Degrees clockwise: 0, 90, 180, 270. */
  turn: number;
  /** CSS pixels. */
  width: number;
  ratio: number;
  near: React.RefObject<HTMLElement | null>;
}

/** One page on a canvas, drawn when it comes near the view and let go when it is far. */
export function PdfPage({ document, number, turn, width, ratio, near }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(number <= 2);
  const [ownRatio, setOwnRatio] = useState(ratio);

  useEffect(() => {
    if (!frame.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => setNear(entry?.isIntersecting ?? false),
      {
        root: near.current,
        rootMargin: '800px',
      },
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [near]);

  useEffect(() => {
    if (!isNear || width <= 0) return;
    let isCurrent = true;
    let cancel: (() => void) | undefined;
    const draw = async () => {
      const page = await document.getPage(number);
      const target = canvas.current;
      if (!isCurrent || !target) return;
      const natural = page.getViewport({ scale: 1, rotation: (page.rotate + turn) % 360 });
      setOwnRatio(natural.width / natural.height);
      const density = Math.min(2, globalThis.devicePixelRatio);
      const viewport = page.getViewport({
        scale: (width / natural.width) * density,
        rotation: (page.rotate + turn) % 360,
      });
      target.width = Math.floor(viewport.width);
      target.height = Math.floor(viewport.height);
      const task = page.render({ canvas: target, viewport });
      cancel = () => task.cancel();
      await task.promise;
    };
    draw().catch(() => {
      // A cancelled drawing; the next one is under way.
    });
    return () => {
      isCurrent = false;
      cancel?.();
    };
  }, [document, number, turn, width, isNear]);

  const height = Math.round(width / ownRatio);
  return (
    <div className="pdf-page" ref={frame} style={{ width, height }}>
      {isNear && <canvas ref={canvas} role="img" aria-label={`Trang ${number}`} />}
      <span className="pdf-number" aria-hidden="true">
        {number}
      </span>
    </div>
  );
}
