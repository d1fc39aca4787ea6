import { useEffect, useState } from 'react';
import { drawPage, drawPicture, type SmallPage } from '../../pdf/draw-page';
import { openPdf } from '../../pdf/open-pdf';
import type { HandedFile } from './handed-files';

/** A page that has no picture: the browser does not read it. */
const unseen: SmallPage = { url: '', isBlank: false };

/** The pages of what was chosen as small pictures, one after the other as they are drawn. */
export function useSmallPages(files: readonly HandedFile[]): readonly SmallPage[] {
  const [drawn, setDrawn] = useState<readonly SmallPage[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const made: SmallPage[] = [];
    const add = (page: SmallPage) => {
      made.push(page);
      if (isCurrent) setDrawn([...made]);
    };
    void drawAll(files, () => isCurrent, add);
    return () => {
      isCurrent = false;
      for (const { url } of made) URL.revokeObjectURL(url);
    };
  }, [files]);
  return drawn;
}

async function drawAll(
  files: readonly HandedFile[],
  goesOn: () => boolean,
  add: (page: SmallPage) => void,
): Promise<void> {
  for (const { file, kind, pages } of files) {
    if (kind !== 'pdf') {
      if (goesOn()) add(await drawPicture(file).catch(() => unseen));
      continue;
    }
    const opening = openPdf(file);
    try {
      const document = await opening.promise;
      for (let number = 1; goesOn() && number <= (pages ?? 0); number += 1) {
        add(await drawPage(document, number).catch(() => unseen));
      }
    } catch {
      // Without pictures it is split by numbers.
    } finally {
      opening.close();
    }
  }
}
