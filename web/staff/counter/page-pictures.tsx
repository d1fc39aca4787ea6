import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import './page-pictures.css';
import { moved, turned, type HandedFile } from './handed-files';

interface Props {
  files: readonly HandedFile[];
  onFiles: (files: readonly HandedFile[]) => void;
}

/**
 * Pictures of pages in their order. By mouse: drag to another place. By keyboard, on a page: Alt with
 * an arrow moves it, R turns it, Delete takes it out. Each also by its buttons.
 */
export function PagePictures({ files, onFiles }: Props) {
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const focus = useRef<string | null>(null);
  useEffect(() => {
    if (focus.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-file="${focus.current}"]`)?.focus();
    focus.current = null;
  }, [files]);

  const move = (from: number, to: number) => {
    const file = files[from];
    if (!file || to < 0 || to >= files.length || from === to) return;
    focus.current = file.id;
    setSaid(`${file.file.name}: nay là trang ${to + 1} trên ${files.length}`);
    onFiles(moved(files, from, to));
  };
  const turn = ({ id, file }: HandedFile) => {
    setSaid(`${file.name}: đã xoay một phần tư vòng`);
    onFiles(turned(files, id));
  };
  const remove = (index: number) => {
    focus.current = (files[index + 1] ?? files[index - 1])?.id ?? null;
    setSaid(`${files[index]?.file.name ?? ''}: đã bỏ`);
    onFiles(files.filter((_, other) => other !== index));
  };
  const press = (event: KeyboardEvent, index: number) => {
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowUp: -1,
      ArrowRight: 1,
      ArrowDown: 1,
    };
    const step = steps[event.key];
    const file = files[index];
    if (event.target !== event.currentTarget || !file) return;
    if (event.altKey && step) move(index, index + step);
    else if (!event.altKey && !event.ctrlKey && event.key.toLowerCase() === 'r') turn(file);
    else if (event.key === 'Delete') remove(index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="sheets">
      <p className="unseen" role="status">
        {said}
      </p>
      <ol ref={list} aria-label="Các trang theo thứ tự">
        {files.map((each, index) => (
          <li
            key={each.id}
            data-file={each.id}
            tabIndex={0}
            draggable
            className={dragged === index ? 'sheet sheet-dragged' : 'sheet'}
            aria-label={`Trang ${index + 1}: ${each.file.name}`}
            aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight R Delete"
            onKeyDown={(event) => press(event, index)}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(index);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => {
              if (dragged !== null) event.preventDefault();
            }}
            onDrop={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              event.stopPropagation();
              move(dragged, index);
              setDragged(null);
            }}
          >
            <Thumbnail handed={each} />
            <span className="sheet-number" aria-hidden="true">
              {index + 1}
            </span>
            <span className="sheet-tools">
              <SheetButton
                label={`Đưa trang ${index + 1} lên trước`}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                ←
              </SheetButton>
              <SheetButton label={`Xoay trang ${index + 1}`} onClick={() => turn(each)}>
                ⟳
              </SheetButton>
              <SheetButton label={`Bỏ trang ${index + 1}`} onClick={() => remove(index)}>
                ✕
              </SheetButton>
              <SheetButton
                label={`Đưa trang ${index + 1} ra sau`}
                disabled={index === files.length - 1}
                onClick={() => move(index, index + 1)}
              >
                →
              </SheetButton>
            </span>
          </li>
        ))}
      </ol>
      <p className="quiet">
        Kéo để đổi thứ tự; hoặc chọn trang rồi <kbd>Alt</kbd> + mũi tên, <kbd>R</kbd> xoay,{' '}
        <kbd>Delete</kbd> bỏ.
      </p>
    </div>
  );
}

interface SheetButtonProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: string;
}

function SheetButton({ label, disabled = false, onClick, children }: SheetButtonProps) {
  return (
    <button type="button" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}

/** The picture itself; browsers do not show TIFF, so it goes by its name. */
function Thumbnail({ handed }: { handed: HandedFile }) {
  const { file, kind, turn } = handed;
  const show = useCallback(
    (image: HTMLImageElement | null) => {
      if (!image) return;
      const url = URL.createObjectURL(file);
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
  if (kind === 'tiff') return <span className="sheet-name">{file.name}</span>;
  return (
    <span className="sheet-picture">
      <img ref={show} alt="" draggable={false} style={{ transform: `rotate(${turn}deg)` }} />
    </span>
  );
}
