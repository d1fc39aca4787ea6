/** What a program's key may be made for. */
export const scopeDeclarations = {
  'vault:read': {
    vi: 'Đọc bản sao và trạng thái theo mã tham chiếu',
    en: 'Read a copy and its status by a reference',
  },
} as const;

export type Scope = keyof typeof scopeDeclarations;

export function isScope(text: string): text is Scope {
  return Object.hasOwn(scopeDeclarations, text);
}
