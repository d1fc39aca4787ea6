import { type DragEvent, useId, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { counterQuery } from '../../server/queries';
import { megabytes } from '../../text/sizes';
import { useDesk } from '../desk/office';
import { addFiles, mediaTypes, type HandedFile } from './handed-files';

interface Props {
  files: readonly HandedFile[];
  hint: string;
  onFiles: (files: readonly HandedFile[]) => void;
}

const usualLimits = {
  maxBytes: 30 * 1_048_576,
  maxPages: 500,
  types: Object.values(mediaTypes),
};

/**
 * The scan: a PDF, or pictures of the pages; dropped, picked or pasted. The first thing wrong with
 * it is said at once.
 */
export function ScanField({ files, hint, onFiles }: Props) {
  const { office } = useDesk();
  const limits = useQuery(counterQuery(office.id)).data?.scan ?? usualLimits;
  const [fault, setFault] = useState('');
  const [isOver, setOver] = useState(false);
  const [isReading, setReading] = useState(false);
  const id = useId();
  const take = async (chosen: FileList | null) => {
    if (!chosen?.length) return;
    setReading(true);
    const { files: next, fault: found } = await addFiles(files, [...chosen], limits);
    setReading(false);
    setFault(found ?? '');
    if (!found) onFiles(next);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  return (
    <div
      className={`drop${isOver ? ' drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={(event) => void take(event.clipboardData.files)}
    >
      <input
        id={id}
        type="file"
        multiple
        accept={`${limits.types.join()},.pdf,.jpg,.jpeg,.png,.tif,.tiff`}
        className="file-input"
        aria-describedby={`${id}-limits`}
        onChange={(event) => {
          // The list empties with the field.
          const chosen = event.target.files;
          void take(chosen).then(() => {
            event.target.value = '';
          });
        }}
      />
      <label htmlFor={id}>
        {isReading ? (
          <span role="status">Đang đọc tệp…</span>
        ) : (
          <Chosen files={files} hint={hint} />
        )}
      </label>
      <p id={`${id}-limits`} className="quiet">
        Một PDF, hoặc ảnh các trang (JPEG, PNG, TIFF), tối đa{' '}
        {megabytes(limits.maxBytes).replace(',0', '')}
      </p>
      {fault && (
        <p className="note note-problem" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

function Chosen({ files, hint }: { files: readonly HandedFile[]; hint: string }) {
  const [first] = files;
  if (!first) return <b>{hint}</b>;
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (first.kind === 'pdf') {
    return (
      <>
        <b>{first.file.name}</b> · {megabytes(bytes)} · <u>đổi tệp</u>
      </>
    );
  }
  return (
    <>
      <b>{files.length} ảnh trang</b> · {megabytes(bytes)} · <u>thêm trang</u>
    </>
  );
}
