import { type ReactNode, useId, useState } from 'react';

interface Props {
  accept: string;
  onFile: (file: File) => void;
  children: ReactNode;
}

/** A place to drop, paste or pick one file; the whole of it is the label of a real file input. */
export function FileDrop({ accept, onFile, children }: Props) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (file) onFile(file);
  };
  return (
    <div
      className={`drop${isOver ? ' drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
      onPaste={(event) => take(event.clipboardData.files[0])}
    >
      <input
        id={id}
        type="file"
        accept={accept}
        className="file-input"
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <label htmlFor={id}>{children}</label>
    </div>
  );
}
