import { Skeleton } from 'antd';
import { PdfPages } from '../../pdf/pdf-pages';

interface Props {
  file: File | undefined;
  isPending: boolean;
  label: string;
}

/** A paper as it will leave the printer. */
export function PaperPreview({ file, isPending, label }: Props) {
  if (isPending) return <Skeleton active paragraph={{ rows: 6 }} />;
  if (!file) return null;
  return (
    <div className="paper-preview">
      <PdfPages source={file} label={label} />
    </div>
  );
}
