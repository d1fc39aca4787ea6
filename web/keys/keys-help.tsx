import { useState } from 'react';
import { Dialog } from '../look/dialog';
import { screenHelp } from './screen-help';
import { useActiveKeys, useKeys } from './use-keys';

const shown: Record<string, string> = {
  'ctrl+enter': 'Ctrl + Enter',
  'ctrl+k': 'Ctrl + K',
  'ctrl+b': 'Ctrl + B',
  'ctrl+z': 'Ctrl + Z',
  ' ': 'Dấu cách',
};

/** "?", the key or the button, says what this screen is for and shows its keys. */
export function KeysHelp() {
  const [isOpen, setOpen] = useState(false);
  const keys = useActiveKeys();
  useKeys([{ key: '?', label: 'Hướng dẫn và phím của màn hình này', run: () => setOpen(true) }]);
  const unique = new Map(keys.map((binding) => [binding.key, binding.label]));
  const button = (
    <button
      type="button"
      className="help-button"
      aria-label="Hướng dẫn và phím tắt của màn hình này"
      title="Hướng dẫn và phím tắt của màn hình này (?)"
      onClick={() => setOpen(true)}
    >
      ?
    </button>
  );
  if (!isOpen) return button;
  return (
    <>
      {button}
      <Dialog title="Màn hình này" onClose={() => setOpen(false)}>
        {screenHelp(location.pathname).map((words) => (
          <p key={words} className="screen-help">
            {words}
          </p>
        ))}
        <h3>Phím tắt của màn hình này</h3>
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
