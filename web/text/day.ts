/** "2026-11-21" as "21/11/2026"; empty stays empty. */
export function dayToText(day: string): string {
  const [year, month, date] = day.split('-');
  return year && month && date ? `${date}/${month}/${year}` : '';
}

/** What somebody typed ("21/11/2026", "1-3-2026", "21112026") as yyyy-MM-dd; empty: no such day. */
export function dayFromText(text: string): string {
  const parts =
    /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text) ??
    /^\s*(\d{2})(\d{2})(\d{4})\s*$/.exec(text);
  if (!parts) return '';
  const [date, month, year] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const instant = new Date(Date.UTC(year, month - 1, date));
  const isReal = instant.getUTCMonth() === month - 1 && instant.getUTCDate() === date;
  return isReal ? instant.toISOString().slice(0, 10) : '';
}
