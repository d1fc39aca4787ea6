import { useQuery } from '@tanstack/react-query';
import { ProblemNote } from '../../look/problem-note';
import { tokenQuery, type TokenPurpose } from '../../server/queries';
import { tokenNames } from '../../text/labels';
import { useDesk } from './office';

interface Props {
  purpose: TokenPurpose;
  value: string;
  onChange: (pin: string) => void;
  /** What is asked for; the PIN of a token where nothing else is said. */
  label?: string;
}

/** The PIN of a token, with what would stop the token from signing said beforehand. */
export function PinField({ purpose, value, onChange, label }: Props) {
  return (
    <>
      <PreflightNotes purpose={purpose} />
      <label className="field">
        <span>{label ?? `Mã PIN của ${tokenNames[purpose]}`}</span>
        <input
          className="input pin"
          type="password"
          name="token-pin"
          autoComplete="off"
          onKeyDown={(event) => {
            // Back to the dossier, where plain letters are keys again.
            if (event.key === 'Escape') document.querySelector<HTMLElement>('.work-pane')?.focus();
          }}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
    </>
  );
}

/** What would stop a signature, said before it is asked for. */
export function PreflightNotes({ purpose }: Pick<Props, 'purpose'>) {
  const { office } = useDesk();
  const token = useQuery(tokenQuery(office.id, purpose));
  const failing = token.data?.preflight.filter((check) => !check.ok) ?? [];
  return (
    <>
      <ProblemNote error={token.error} />
      {failing.map((check) => (
        <p key={check.check} className="note note-problem">
          {check.text}
        </p>
      ))}
    </>
  );
}

/** Fewer characters than any token takes for a PIN. */
const pinLengthMin = 4;

export function isShortPin(pin: string): boolean {
  return pin.length < pinLengthMin;
}

/** Said in place of trying it. */
export function ShortPinNote() {
  return (
    <p className="note note-problem" role="alert">
      Mã PIN có ít nhất {pinLengthMin} ký tự. Nhập lại cho đủ; lần này chưa tính là thử sai.
    </p>
  );
}

/** The main action without a PIN goes to where it is typed. */
export function focusPin(): void {
  document.querySelector<HTMLElement>('input.pin')?.focus();
}
