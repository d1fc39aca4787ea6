import { useState } from 'react';
import { Dialog } from '../look/dialog';
import { useActiveKeys, useKeys } from './use-keys';

const shown: Record<string, string> = {
  'ctrl+enter': 'Ctrl + Enter',
  'ctrl+k': 'Ctrl + K',
  'ctrl+b': 'Ctrl + B',
  ' ': 'Dấu cách',
};

/** "?", the key or the button, shows the keys of this screen. */
export function KeysHelp() {
  const [isOpen, setOpen] = useState(false);
  const keys = useActiveKeys();
  useKeys([{ key: '?', label: 'Các phím của màn hình này', run: () => setOpen(true) }]);
  const unique = new Map(keys.map((binding) => [binding.key, binding.label]));
  const button = (
    <button
      type="button"
      className="help-button"
      aria-label="Phím tắt của màn hình này"
      title="Phím tắt của màn hình này (?)"
      onClick={() => setOpen(true)}
    >
      ?
    </button>
  );
  if (!isOpen) return button;
  return (
    <>
      {button}
      <Dialog title="Phím tắt của màn hình này" onClose={() => setOpen(false)}>
        <dl className="keys">
          {[...unique].map(([key, label]) => (
            <div key={key}>
              <dt>
                <kbd>{shown[key] ?? keyWords(key)}</kbd>
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
    </>
  );
}

function keyWords(key: string): string {
  return key.replace('alt+', 'Alt + ').replace(/[a-z]$|^f\d+$/, (letter) => letter.toUpperCase());
}
