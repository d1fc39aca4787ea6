/** A forecast whose outcome is known. */
export interface Outcome {
  odds: number;
  missed: boolean;
}

export interface Bin {
  /** Mean of what was forecast, and share of what happened, of those between the same tenths. */
  forecast: number;
  happened: number;
  count: number;
}

/** Mean square of what was forecast from what happened (Brier 1950): 0 is perfect; null: nothing to score. */
export function brierScore(outcomes: readonly Outcome[]): number | null {
  if (outcomes.length === 0) return null;
  const sum = outcomes.reduce((all, { odds, missed }) => all + (odds - Number(missed)) ** 2, 0);
  return sum / outcomes.length;
}

/** The reliability diagram: of those given about so much, how many missed. Tenths with none are left out. */
export function drawReliability(outcomes: readonly Outcome[]): Bin[] {
  const tenths = Array.from({ length: 10 }, (): Outcome[] => []);
  for (const outcome of outcomes) tenths[Math.min(9, Math.floor(outcome.odds * 10))]?.push(outcome);
  return tenths
    .filter((tenth) => tenth.length > 0)
    .map((tenth) => ({
      forecast: tenth.reduce((sum, { odds }) => sum + odds, 0) / tenth.length,
      happened: tenth.filter(({ missed }) => missed).length / tenth.length,
      count: tenth.length,
    }));
}
