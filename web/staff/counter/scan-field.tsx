import { type DragEvent, useId, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { counterQuery } from '../../server/queries';
import { megabytes } from '../../text/sizes';
import { useDesk } from '../office';
import { findFileFault } from './check-file';

interface Props {
  file: File | null;
  hint: string;
  onFile: (file: File | null) => void;
}

const maxBytesDefault = 30 * 1_048_576;

/** The scan: dropped, picked or pasted. The first thing wrong with it is said at once. */
export function ScanField({ file, hint, onFile }: Props) {
  const { office } = useDesk();
  const maxBytes = useQuery(counterQuery(office.id)).data?.scan.maxBytes ?? maxBytesDefault;
  const [fault, setFault] = useState('');
  const [isOver, setOver] = useState(false);
  const id = useId();
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    const found = await findFileFault(chosen, maxBytes);
    setFault(found ?? '');
    onFile(found ? null : chosen);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
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
      onPaste={(event) => void take(event.clipboardData.files[0])}
    >
      <input
        id={id}
        type="file"
        accept="application/pdf,.pdf"
        className="file-input"
        aria-describedby={`${id}-limits`}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <label htmlFor={id}>
        {file ? (
          <>
            <b>{file.name}</b> · {megabytes(file.size)} · <u>đổi tệp</u>
          </>
        ) : (
          <>
            <b>{hint}</b>
          </>
        )}
      </label>
      <p id={`${id}-limits`} className="quiet">
        Chỉ PDF, tối đa {megabytes(maxBytes).replace(',0', '')}
      </p>
      {fault && (
        <p className="note note-problem" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
