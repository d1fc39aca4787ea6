import { PdfPages } from '../../pdf/pdf-pages';
import type { HandedFile } from './handed-files';
import { PagePictures } from './page-pictures';

interface Props {
  files: readonly HandedFile[];
  onFiles: (files: readonly HandedFile[]) => void;
}

/** What was chosen, to look at before it is sent: the pages of a PDF, or pictures to put in order. */
export function ChosenPages({ files, onFiles }: Props) {
  const [first] = files;
  if (!first) return null;
  if (first.kind !== 'pdf') return <PagePictures files={files} onFiles={onFiles} />;
  return <PdfPages key={first.id} source={first.file} label={first.file.name} />;
}
