export interface Period {
  label: string;
  /** First and last day, `YYYY-MM-DD`. */
  from: string;
  to: string;
}

/** The periods that reports follow, up to a day (`YYYY-MM-DD`). */
export function periodsBefore(today: string): Period[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const [lastYear, lastMonth] = month === 1 ? [year - 1, 12] : [year, month - 1];
  const quarter = Math.floor((month - 1) / 3) * 3 + 1;
  return [
    { label: 'Tháng này', from: dayIn(year, month, 1), to: today },
    {
      label: 'Tháng trước',
      from: dayIn(lastYear, lastMonth, 1),
      to: dayIn(lastYear, lastMonth, daysIn(lastYear, lastMonth)),
    },
    { label: 'Quý này', from: dayIn(year, quarter, 1), to: today },
    { label: 'Năm nay', from: dayIn(year, 1, 1), to: today },
  ];
}

function dayIn(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
