import { Button } from 'antd';
import type { ReactNode } from 'react';

interface Props {
  onClose: () => void;
  isPending: boolean;
  disabled?: boolean;
  /** What the form does, on its button. */
  children: ReactNode;
}

/** The two ends of a form in a dialog: leave it, or send it. */
export function DialogActions({ onClose, isPending, disabled = false, children }: Props) {
  return (
    <div className="dialog-actions">
      <Button onClick={onClose}>Thôi</Button>
      <Button
        type="primary"
        htmlType="submit"
        disabled={disabled}
        loading={isPending && { delay: 300 }}
      >
        {children}
      </Button>
    </div>
  );
}
