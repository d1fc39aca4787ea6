import { foldText } from '../../domain/text';
import { isBreached } from './is-breached';

/** Characters; OWASP ASVS 5 (6.2.1) asks for 8, and recommends more. */
export const passwordLengthMin = 12;
export const passwordLengthMax = 200;

/**
 * What passwords that were breached most are made of, folded. One that holds nothing beside them, digits and
 * repetition is guessed early, however long it is.
 */
const commonParts = [
  ...[
    'password',
    'passw0rd',
    'p@ssw0rd',
    'p@ssword',
    'qwertyuiop',
    'qwerty',
    'asdfghjkl',
    'asdfgh',
  ],
  ...['zxcvbnm', 'zxcvbn', '1q2w3e4r5t', '1q2w3e4r', '1qaz2wsx', 'qazwsx', 'iloveyou', 'letmein'],
  ...[
    'welcome',
    'administrator',
    'administrators',
    'admin',
    'monkey',
    'dragon',
    'football',
    'baseball',
  ],
  ...['superman', 'batman', 'princess', 'sunshine', 'master', 'shadow', 'michael', 'jordan', 'abc'],
  ...[
    'trustno1',
    'whatever',
    'starwars',
    'changeme',
    'secret',
    'default',
    'guest',
    'login',
    'test',
  ],
  ...['user', 'root', 'system', 'computer', 'internet', 'google', 'facebook', 'samsung', 'iphone'],
  ...[
    'matkhau',
    'mat khau',
    'mat-khau',
    'anhyeuem',
    'emyeuanh',
    'yeuem',
    'iuem',
    'anhnhoem',
    'khongbiet',
  ],
  ...[
    'vietnam',
    'viet nam',
    'hanoi',
    'saigon',
    'danang',
    'congchung',
    'chungthuc',
    'chung thuc',
    'saoy',
  ],
  ...[
    'sao y',
    'xinchao',
    'hoctap',
    'giadinh',
    'conyeume',
    'bomecon',
    'tinhyeu',
    'quantri',
    'canbo',
  ],
  ...[
    'ubnd',
    'phuong',
    'motcua',
    'vanthu',
    'lanhdao',
    'congan',
    'nguyen',
    'abcdef',
    'abcd',
    'zaq1',
  ],
];

/**
 * Why a password is not taken, or null: `short` (characters after NFC), `common` (made of what breached passwords
 * are made of, or one of them) or `own` (the user name or the person's name and little more).
 */
export function judgePassword(
  password: string,
  { username, fullName }: { username: string; fullName: string },
): 'short' | 'common' | 'own' | null {
  const normal = password.normalize('NFC');
  if ([...normal].length < passwordLengthMin) return 'short';
  const folded = foldText(normal);
  const own = [username, fullName, fullName.replaceAll(' ', '')].map(foldText);
  if (isBreached(folded)) return 'common';
  if (countOwnLetters(without(folded, commonParts)) < ownLettersMin) return 'common';
  return countOwnLetters(without(folded, [...own, ...commonParts])) < ownLettersMin ? 'own' : null;
}

/** Letters that must be left, of which a run of the alphabet or of one letter counts once. */
const ownLettersMin = 4;

function without(text: string, parts: readonly string[]): string {
  const longestFirst = parts.filter((part) => part.length > 1).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((left, part) => left.replaceAll(part, ' '), text);
}

function countOwnLetters(text: string): number {
  let count = 0;
  let [before, step] = [0, 0];
  for (const letter of text.replace(/[\s\d\p{P}\p{S}]/gu, '')) {
    const code = letter.codePointAt(0) ?? 0;
    const isRun = Math.abs(code - before) <= 1 && (step === 0 || step === code - before);
    step = isRun ? code - before : 0;
    before = code;
    if (!isRun) count += 1;
  }
  return count;
}
