import { useId, useState } from 'react';
import { dayFromText, dayToText } from '../text/day';

interface Props {
  label: string;
  /** yyyy-MM-dd, or empty. */
  value: string;
  name?: string;
  /** Hears yyyy-MM-dd, or empty while the text is no date. */
  onChange?: (day: string) => void;
}

/** Of a day as it is typed: until then it may still become one. */
const wholeLength = 'dd/mm/yyyy'.length;

/** A day typed as dd/MM/yyyy, whatever order the computer's own date boxes would take. */
export function DateField({ label, value, name, onChange }: Props) {
  const [text, setText] = useState(dayToText(value));
  const [isLeft, setLeft] = useState(false);
  const day = dayFromText(text);
  const isWrong = text !== '' && day === '';
  const faultId = useId();
  return (
    <label className="field date-field">
      <span>{label}</span>
      <input
        className="input"
        inputMode="numeric"
        placeholder="dd/mm/yyyy"
        value={text}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? faultId : undefined}
        onChange={(event) => {
          setText(event.target.value);
          onChange?.(dayFromText(event.target.value));
        }}
        onBlur={() => {
          setLeft(true);
          if (day) setText(dayToText(day));
        }}
      />
      {isWrong && (isLeft || text.length >= wholeLength) && (
        <span id={faultId} className="fault" role="alert">
          Ngày không có thật. Ghi như 26/11/2026.
        </span>
      )}
      {name && <input type="hidden" name={name} value={day} />}
    </label>
  );
}
