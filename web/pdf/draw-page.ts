import type { PDFDocumentProxy } from 'pdfjs-dist';
import { isBlank } from './ink';

/** A page as a small picture. */
export interface SmallPage {
  /** Of a blob; whoever shows it lets go of it. */
  url: string;
  isBlank: boolean;
}

/** Small enough for hundreds of pages, large enough to see a line of small type. */
const widthPx = 240;

/** A page of a PDF, from 1. */
export async function drawPage(document: PDFDocumentProxy, number: number): Promise<SmallPage> {
  const page = await document.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: widthPx / natural.width });
  const canvas = canvasOf(viewport.width, viewport.height);
  await page.render({ canvas, viewport }).promise;
  page.cleanup();
  return smallPage(canvas);
}

/** A picture of a page. Throws where the browser cannot show it. */
export async function drawPicture(file: File): Promise<SmallPage> {
  const bitmap = await createImageBitmap(file);
  const canvas = canvasOf(widthPx, (bitmap.height / bitmap.width) * widthPx);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return smallPage(canvas);
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(width));
  canvas.height = Math.max(1, Math.floor(height));
  return canvas;
}

async function smallPage(canvas: HTMLCanvasElement): Promise<SmallPage> {
  const { width, height } = canvas;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  canvas.width = 0;
  return { url: blob ? URL.createObjectURL(blob) : '', isBlank: isBlank(pixels, width, height) };
}
