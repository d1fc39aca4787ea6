import { useMutation, useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import type { ComponentProps } from 'react';
import { act } from '../../server/client';
import type { EarlierRequester, EarlierRequesters } from '../../server/shapes';
import { dateOnly } from '../../text/time';
import { useDesk } from '../desk/office';
import { useSettled } from '../desk/use-settled';
import type { FieldsProps } from './fields';
import type { IntakeDraft } from './intake-draft';

interface Props extends FieldsProps {
  name: 'identifier' | 'fullName' | 'email';
  label: string;
  placeholder?: string;
  inputMode?: 'numeric' | 'email';
  clean?: (text: string) => string;
}

/**
 * A field about the requester that offers, as it is typed, who came to this office before: ↓ and Enter fill the form
 * with what was taken down then.
 */
export function EarlierField(props: Props) {
  const { draft, change, fault, name, label, clean = (text) => text } = props;
  const { office } = useDesk();
  const typed = draft[name];
  const found = useEarlier(name, typed);
  const take = useMutation({
    mutationFn: (visitId: string) =>
      act<EarlierRequester>('/requesters/earlier/take', {
        body: { officeId: office.id, visitId },
      }),
    onSuccess: (earlier) => change(draftOfEarlier(earlier)),
  });
  const own = fault?.field === name ? fault.text : '';
  const id = `intake-${name}`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <AutoComplete
        id={id}
        value={typed}
        options={found.map(({ visitId, fullName, identifier, email, acceptedAt }) => ({
          value: visitId,
          // Words alone: they are what a screen reader says of it.
          label: [fullName, identifier ?? email, `đến ngày ${dateOnly(acceptedAt)}`]
            .filter(Boolean)
            .join(' · '),
        }))}
        defaultActiveFirstOption={false}
        onSelect={(visitId: string) => take.mutate(visitId)}
        onChange={(text: string) => {
          // One that is chosen comes whole a moment later.
          if (!found.some(({ visitId }) => visitId === text)) change({ [name]: clean(text) });
        }}
      >
        <TypedInput
          className="input"
          autoComplete="off"
          inputMode={props.inputMode}
          placeholder={props.placeholder}
          aria-invalid={own !== ''}
          aria-describedby={own ? `${id}-fault` : undefined}
        />
      </AutoComplete>
      {own && (
        <p id={`${id}-fault`} className="fault" role="alert">
          {own}
        </p>
      )}
    </div>
  );
}

/** While no line is chosen the list names one that there is not, and a screen reader looks for it in vain. */
function TypedInput({ 'aria-activedescendant': active, ...props }: ComponentProps<'input'>) {
  return <input {...props} aria-activedescendant={active?.endsWith('_-1') ? undefined : active} />;
}

/** Of those with an account the number alone: what else is known of them is the account's. */
function draftOfEarlier({ identifier, fullName, email }: EarlierRequester): Partial<IntakeDraft> {
  return identifier
    ? { kind: 'account', identifier }
    : { kind: 'no-account', fullName, email: email ?? '' };
}

/** What was typed is looked for once it rests, and where it may be somebody: the API bounds how often. */
function useEarlier(name: Props['name'], typed: string): EarlierRequesters['items'] {
  const { office } = useDesk();
  const settled = useSettled(typed.trim(), 350);
  const answer = useQuery({
    queryKey: ['earlier', office.id, settled],
    staleTime: 60_000,
    retry: false,
    enabled: settled === typed.trim() && isSought(name, settled),
    queryFn: () =>
      act<EarlierRequesters>('/requesters/earlier', {
        body: { officeId: office.id, sought: settled },
      }),
  });
  return answer.data?.items ?? [];
}

function isSought(name: Props['name'], text: string): boolean {
  if (name === 'identifier') return /^\d{9,13}$/.test(text);
  if (name === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text);
  return text.length >= 3;
}
