import { useEffect, useRef } from 'react';
import { useKeys } from '../../keys/use-keys';

/** How long what was cleared can be had back. */
const undoMs = 10_000;

interface Props {
  onUndo: () => void;
  onOver: () => void;
}

/** The form was cleared: for a while it can be had back, text, files and all. */
export function UndoNote({ onUndo, onOver }: Props) {
  useKeys([{ key: 'ctrl+z', label: 'Lấy lại hồ sơ vừa bỏ', run: onUndo }]);
  const over = useRef(onOver);
  useEffect(() => {
    over.current = onOver;
  });
  useEffect(() => {
    const timer = setTimeout(() => over.current(), undoMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="note" role="status">
      Đã bỏ hồ sơ đang nhập.{' '}
      <button type="button" className="plain-button" onClick={onUndo}>
        Hoàn tác <kbd>Ctrl Z</kbd>
      </button>
    </p>
  );
}
