/** `1234` → `1.234`. */
export function inThousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '.');
}

/** A share of 0…1 as `97,4 %`; a dash where there is none. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1).replace('.', ',')} %`;
}

/** Minutes as `12,5`. */
export function inMinutes(minutes: number): string {
  const [whole = '', rest = ''] = minutes.toFixed(1).split('.');
  return `${inThousands(Number(whole))},${rest}`;
}
