import { useState } from 'react';
import { FileDrop } from '../../look/file-drop';

interface Props {
  scan: File | null;
  bytesMax: number;
  onChange: (scan: File | null) => void;
}

const accepted = '.pdf,.doc,.docx';

/** The scan of both sides in one file [O-04]; what is plainly wrong with it is said before it is sent. */
export function ScanField({ scan, bytesMax, onChange }: Props) {
  const [fault, setFault] = useState('');
  const megabytes = Math.floor(bytesMax / 1024 / 1024);
  const take = (file: File) => {
    const isKind = /\.(pdf|docx?)$/i.test(file.name);
    const isFit = isKind && file.size > 0 && file.size <= bytesMax;
    setFault(isFit ? '' : `“${file.name}” phải là doc, docx hoặc pdf, không quá ${megabytes} MB.`);
    onChange(isFit ? file : null);
  };
  return (
    <div className="field">
      <FileDrop accept={accepted} onFile={take}>
        {scan
          ? `${scan.name} – chọn tệp khác`
          : `File CMND/CCCD *: quét hai mặt vào một tệp doc, docx hoặc pdf, không quá ${megabytes} MB`}
      </FileDrop>
      {fault && (
        <span className="fault" role="alert">
          {fault}
        </span>
      )}
    </div>
  );
}
