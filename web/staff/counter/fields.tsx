import type { HTMLAttributes } from 'react';
import type { IntakeDraft, IntakeFault, IntakeField } from './intake-draft';

export interface FieldsProps {
  draft: IntakeDraft;
  change: (part: Partial<IntakeDraft>) => void;
  fault: IntakeFault | null;
  /** The dossier is accepted already: what was promised with it can no longer be changed here. */
  isLocked: boolean;
}

interface TextFieldProps extends FieldsProps {
  name: IntakeField;
  label: string;
  placeholder?: string;
  inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  clean?: (text: string) => string;
  list?: string;
}

/** One labelled input of the intake, with its fault under it. */
export function TextField(props: TextFieldProps) {
  const { draft, change, fault, name, label, clean = (text) => text } = props;
  const own = fault?.field === name ? fault.text : '';
  const id = `intake-${name}`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        autoComplete="off"
        placeholder={props.placeholder}
        inputMode={props.inputMode}
        list={props.list}
        value={draft[name]}
        aria-invalid={own !== ''}
        aria-describedby={own ? `${id}-fault` : undefined}
        onChange={(event) => change({ [name]: clean(event.target.value) })}
      />
      {own && (
        <p id={`${id}-fault`} className="fault" role="alert">
          {own}
        </p>
      )}
    </div>
  );
}
