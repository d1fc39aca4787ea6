import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '../../server/client';
import { tokenQuery, type TokenPurpose } from '../../server/queries';
import { useDesk } from '../office';

interface Props {
  purpose: TokenPurpose;
  value: string;
  onChange: (pin: string) => void;
}

/** The PIN of a token, with what would stop the token from signing said beforehand. */
export function PinField({ purpose, value, onChange }: Props) {
  const { office } = useDesk();
  const token = useQuery(tokenQuery(office.id, purpose));
  const failing = token.data?.preflight.filter((check) => !check.ok) ?? [];
  return (
    <>
      {token.isError && (
        <p className="note note-problem" role="alert">
          {sentenceOf(token.error)}
        </p>
      )}
      {failing.map((check) => (
        <p key={check.check} className="note note-problem">
          {check.text}
        </p>
      ))}
      <label className="field">
        <span>Mã PIN của {token.data ? `token “${token.data.label}”` : 'token'}</span>
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

/** The main action without a PIN goes to where it is typed. */
export function focusPin(): void {
  document.querySelector<HTMLElement>('input.pin')?.focus();
}
