const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const units = ['', 'nghìn', 'triệu', 'tỷ'] as const;

/** An amount in Vietnamese words, as a receipt has it: 1.015.000 → "Một triệu không trăm mười lăm nghìn". Whole, below 10¹². */
export function amountInWords(amount: number): string {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount >= 1e12) {
    throw new RangeError('an amount is whole, and below 10¹²');
  }
  if (amount === 0) return 'Không';
  const groups: number[] = [];
  for (let rest = amount; rest > 0; rest = Math.floor(rest / 1000)) groups.push(rest % 1000);
  const words = groups.flatMap((group, index) => {
    if (group === 0) return [];
    const isFirst = index === groups.length - 1;
    return [[...groupWords(group, isFirst), units[index] ?? ''].filter(Boolean).join(' ')];
  });
  const said = words.reverse().join(' ');
  return said[0]?.toUpperCase() + said.slice(1);
}

/** Hundreds, tens and ones; behind other groups the hundreds are said though they are none. */
function groupWords(group: number, isFirst: boolean): string[] {
  const [hundreds, tens, ones] = [Math.floor(group / 100), Math.floor(group / 10) % 10, group % 10];
  const said: string[] = [];
  if (hundreds > 0 || !isFirst) said.push(digits[hundreds] ?? '', 'trăm');
  if (tens > 1) said.push(digits[tens] ?? '', 'mươi');
  else if (tens === 1) said.push('mười');
  else if (ones > 0 && said.length > 0) said.push('lẻ');
  if (ones > 0) said.push(oneAfter(tens, ones));
  return said;
}

function oneAfter(tens: number, ones: number): string {
  if (ones === 1 && tens > 1) return 'mốt';
  if (ones === 5 && tens > 0) return 'lăm';
  return digits[ones] ?? '';
}
