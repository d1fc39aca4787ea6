import { useState } from 'react';
import { dayFromText, dayToText } from '../text/day';

interface Props {
  label: string;
  /** yyyy-MM-dd, or empty. */
  value: string;
  name?: string;
  /** Hears yyyy-MM-dd, or empty while the text is no date. */
  onChange?: (day: string) => void;
}

/** A day typed as dd/MM/yyyy, whatever order the computer's own date boxes would take. */
export function DateField({ label, value, name, onChange }: Props) {
  const [text, setText] = useState(dayToText(value));
  const day = dayFromText(text);
  return (
    <label className="field date-field">
      <span>{label}</span>
      <input
        className="input"
        inputMode="numeric"
        placeholder="dd/mm/yyyy"
        value={text}
        aria-invalid={text !== '' && day === ''}
        onChange={(event) => {
          setText(event.target.value);
          onChange?.(dayFromText(event.target.value));
        }}
        onBlur={() => day && setText(dayToText(day))}
      />
      {name && <input type="hidden" name={name} value={day} />}
    </label>
  );
}
