/** Where a code of the authenticator program is typed, or a recovery code. */
export function CodeField() {
  return (
    <label className="field">
      <span>Mã xác thực (6 số trên ứng dụng, hoặc một mã khôi phục)</span>
      <input
        name="code"
        className="input"
        autoFocus
        required
        minLength={6}
        maxLength={40}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
      />
    </label>
  );
}

export function codeIn(form: HTMLFormElement): string {
  return fieldIn(form, 'code');
}

export function fieldIn(form: HTMLFormElement, name: string): string {
  const typed = new FormData(form).get(name);
  return typeof typed === 'string' ? typed : '';
}
