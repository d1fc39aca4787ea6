interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
}

/** One line of text. */
export function TextField({ label, value, onChange, required = false }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        maxLength={200}
        required={required}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

interface ChoiceProps extends Omit<FieldProps, 'required'> {
  options: [value: string, label: string][];
}

/** One of some, by the browser's own list. */
export function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
