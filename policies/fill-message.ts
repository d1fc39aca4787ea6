import type { messageFields } from '../domain/notices';

/** `by`: who did it, in our own words alone. */
export type MessageFields = Partial<Record<(typeof messageFields)[number] | 'by', string>>;

/** Fills the braces of a template; a line that names something empty is left out. */
export function fillMessage(template: string, fields: MessageFields): string {
  const valueOf = (name: string) => fields[name as keyof MessageFields] ?? '';
  return template
    .split('\n')
    .filter((line) => namesIn(line).every((name) => valueOf(name) !== ''))
    .map((line) => line.replace(named, (_, name: string) => valueOf(name)))
    .join('\n');
}

const named = /\{(\w+)\}/g;

function namesIn(line: string): string[] {
  return [...line.matchAll(named)].map(([, name]) => String(name));
}
