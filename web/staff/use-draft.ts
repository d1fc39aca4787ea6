import { useState } from 'react';
import { useDesk } from './office';

/**
 * What somebody is typing, kept in this browser under their own name until it is sent: a lost
 * connection, an ended session or a closed page loses no text. Never for a PIN or a password.
 */
export function useDraft<T>(name: string, empty: T): [T, (value: T) => void, () => void] {
  const { session } = useDesk();
  const key = `saoy.draft.${session.person.id}.${name}`;
  const [value, setValue] = useState<T>(() => read(key) ?? empty);
  const keep = (next: T) => {
    setValue(next);
    localStorage.setItem(key, JSON.stringify(next));
  };
  const forget = () => {
    setValue(empty);
    localStorage.removeItem(key);
  };
  return [value, keep, forget];
}

function read<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}
