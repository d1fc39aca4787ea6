import { useEffect, useState } from 'react';
import { useDesk } from './office';

/**
 * What somebody is typing, kept in this browser under their own name until it is sent: a lost
 * connection, an ended session or a closed page loses no text. Never for a PIN or a password.
 */
export function useDraft<T>(
  name: string,
  empty: T,
): [T, (next: T | ((current: T) => T)) => void, forget: () => void, dropKept: () => void] {
  const { session } = useDesk();
  const key = `saoy.draft.${session.person.id}.${name}`;
  const [value, keep] = useState<T | typeof nothing>(() => read(key) ?? nothing);
  useEffect(() => {
    if (value === nothing) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  }, [key, value]);
  const shown = value === nothing ? empty : value;
  return [
    shown,
    (next) =>
      keep((current: T | typeof nothing) =>
        isUpdate(next) ? next(current === nothing ? empty : current) : next,
      ),
    () => keep(nothing),
    // For when the page that showed it is long gone.
    () => localStorage.removeItem(key),
  ];
}

/** Nothing was typed since the draft was forgotten. */
const nothing = Symbol('nothing');

function isUpdate<T>(next: T | ((current: T) => T)): next is (current: T) => T {
  return typeof next === 'function';
}

function read<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}
