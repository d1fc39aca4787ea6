/** Periods to choose from on a day (`YYYY-MM-DD`): this quarter first, then the others near it. */
export function periodsAround(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const quarter = Math.ceil(month / 3);
  const next = quarter === 4 ? `${year + 1}-Q1` : `${year}-Q${quarter + 1}`;
  const quarters = [1, 2, 3, 4].map((each) => `${year}-Q${each}`);
  const months = Array.from(
    { length: 12 },
    (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`,
  );
  const all = [`${year}-Q${quarter}`, next, String(year), String(year + 1), ...quarters, ...months];
  return [...new Set(all)];
}
