import { useState } from 'react';
import { Dialog } from '../look/dialog';
import { useActiveKeys, useKeys } from './use-keys';

const shown: Record<string, string> = {
  'ctrl+enter': 'Ctrl + Enter',
  'ctrl+k': 'Ctrl + K',
  'ctrl+b': 'Ctrl + B',
  ' ': 'Dấu cách',
};

/** "?" shows the keys of this screen. */
export function KeysHelp() {
  const [isOpen, setOpen] = useState(false);
  const keys = useActiveKeys();
  useKeys([{ key: '?', label: 'Các phím của màn hình này', run: () => setOpen(true) }]);
  if (!isOpen) return null;
  const unique = new Map(keys.map((binding) => [binding.key, binding.label]));
  return (
    <Dialog title="Phím tắt của màn hình này" onClose={() => setOpen(false)}>
      <dl className="keys">
        {[...unique].map(([key, label]) => (
          <div key={key}>
            <dt>
              <kbd>{shown[key] ?? key.toUpperCase()}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Enter</kbd>
          </dt>
          <dd>Mở dòng đang chọn</dd>
        </div>
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>Đóng hộp thoại</dd>
        </div>
      </dl>
    </Dialog>
  );
}
