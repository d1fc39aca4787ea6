import { type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import './dialog.css';

interface Props {
  title: string;
  onClose: () => void;
  /** For a paper to be read. */
  isWide?: boolean;
  children: ReactNode;
}

/** The browser's own modal: it traps focus, hears Esc and gives focus back when it closes. */
export function Dialog({ title, onClose, isWide = false, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) {
      dialog.showModal();
      // Where work goes on, rather than at the button that closes.
      const first = dialog.querySelector<HTMLElement>('[data-opens-here]');
      const usual = 'textarea, input, .dialog-actions button';
      (first ?? dialog.querySelector<HTMLElement>(usual))?.focus();
    }
    return () => dialog?.close();
  }, []);
  // On the page itself: what holds the button that opens it may be folded away.
  return createPortal(
    <dialog
      ref={element}
      className={isWide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={titleId}
      onClose={onClose}
    >
      <header>
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="plain-button" aria-label="Đóng" onClick={onClose}>
          ✕
        </button>
      </header>
      {children}
    </dialog>,
    document.body,
  );
}
