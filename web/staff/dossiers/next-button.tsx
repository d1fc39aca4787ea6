import { Button } from 'antd';
import { useKeys } from '../../keys/use-keys';

/** On to the next dossier once nothing is left to do with this one. */
export function NextButton({ onNext }: { onNext: () => void }) {
  useKeys([{ key: 'ctrl+enter', label: 'Hồ sơ tiếp theo', run: onNext }]);
  return (
    <Button type="primary" block onClick={onNext}>
      Hồ sơ tiếp theo <kbd>Ctrl ↵</kbd>
    </Button>
  );
}
