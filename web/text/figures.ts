/** `1234` → `1.234`. */
export function inThousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '.');
}

/** A share of 0…1 as `97,4 %`; a dash where there is none. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1).replace('.', ',')}\u00a0%`;
}

/** Minutes as `12,5`. */
export function inMinutes(minutes: number): string {
  const [whole = '', rest = ''] = minutes.toFixed(1).split('.');
  return `${inThousands(Number(whole))},${rest}`;
}

/** Whole percents; what is not certain is never shown as certain. */
export function oddsInWords(odds: number): string {
  if (odds > 0 && odds < 0.01) return 'dưới 1\u00a0%';
  if (odds > 0.99 && odds < 1) return 'trên 99\u00a0%';
  return `${Math.round(odds * 100)}\u00a0%`;
}
