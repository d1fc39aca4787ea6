import type { Office } from '../../db/offices/entity';
import type { PaperContent } from '../../domain/papers';
import { clockOf, dayOf, formatDateVi, toCivil } from '../../time/time';

export function agencyOf({ parentName, name }: Pick<Office, 'parentName' | 'name'>) {
  return [parentName, name] as PaperContent['agency'];
}

/** "Phường Mẫu, ngày 27 tháng 11 năm 2026" (NĐ 30/2020: the place is the unit's own name). */
export function placeAndDay({ name }: Pick<Office, 'name'>, at: number): string {
  const place = name.replace(/^(UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+/iu, '');
  const { day, month, year } = toCivil(dayOf(at));
  const pad = (value: number) => String(value).padStart(2, '0');
  // January and February have their nought, or a stroke makes another month of them.
  const ofYear = month < 3 ? pad(month) : String(month);
  return `${place}, ngày ${pad(day)} tháng ${ofYear} năm ${year}`;
}

/** "17 giờ 30 phút, ngày 27/11/2026". */
export function whenInWords(at: Date): string {
  const [hours, minutes] = clockOf(at.getTime()).split(':');
  return `${hours} giờ ${minutes} phút, ngày ${formatDateVi(dayOf(at.getTime()))}`;
}

/** "09:40 27/11/2026". */
export function minuteOf(at: Date): string {
  return `${clockOf(at.getTime())} ${formatDateVi(dayOf(at.getTime()))}`;
}

/** "NĐ 23/2015/NĐ-CP Đ22.2" as a paper has it: "khoản 2 Điều 22 Nghị định số 23/2015/NĐ-CP". */
export function spellCitation(citation: string): string {
  const spelt = citation.replace(
    /(?:NĐ|Nghị định) (\d\S*) Đ(\d+)\.(\d+)/g,
    'khoản $3 Điều $2 Nghị định số $1',
  );
  return spelt.replace(/\bĐ(\d+)\.(\d+)/g, 'khoản $2 Điều $1');
}
