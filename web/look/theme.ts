import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
const storageKey = 'saoy.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** The person's choice, else what the computer asks for. */
function currentTheme(): Theme {
  const chosen = localStorage.getItem(storageKey);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return dark.matches ? 'dark' : 'light';
}

/** Puts the theme on the document; call once before the first paint. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = currentTheme();
  dark.addEventListener('change', changed);
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  changed();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentTheme);
}

function changed(): void {
  document.documentElement.dataset['theme'] = currentTheme();
  for (const listener of listeners) listener();
}
