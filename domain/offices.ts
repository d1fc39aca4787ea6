/** What offices are, and how they stand to each other: a tree in which those above administer those below. */

/** Kinds of offices. `district` was abolished on 01/7/2025 and stays for what was. */
export const officeKinds = [
  'central',
  'province',
  'department',
  'district',
  'commune',
  'one-stop',
  'mission',
] as const;
export type OfficeKind = (typeof officeKinds)[number];

export const officeKindDeclarations: Record<OfficeKind, { vi: string; en: string }> = {
  central: { vi: 'Bộ, cơ quan trung ương', en: 'Ministry or central agency' },
  province: { vi: 'Tỉnh, thành phố', en: 'Province or city' },
  department: { vi: 'Sở, vụ, cục', en: 'Department' },
  district: { vi: 'Quận, huyện (trước 01/7/2025)', en: 'District (until 01/7/2025)' },
  commune: { vi: 'Xã, phường, đặc khu', en: 'Commune, ward or special zone' },
  'one-stop': { vi: 'Bộ phận Một cửa', en: 'One-stop desk' },
  mission: { vi: 'Cơ quan đại diện ở nước ngoài', en: 'Mission abroad' },
};

/** Mã định danh, `000.00.00.H54` [AD-23]. */
export const officeCodePattern = /^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/;

/** Levels of the tree, the root among them: as many ids as a path holds. */
export const officeLevelsMax = 10;

/** How many offices stand above; 0 is the root, whose administrator is *quản trị cấp cao* [AD-01]. */
export function levelOf(path: string): number {
  return path.split('/').length - 1;
}

/** Whether an office is this one or lies below it. Paths are ids from the root on, joined by `/`. */
export function isInBranch(path: string, branch: string): boolean {
  return path === branch || path.startsWith(`${branch}/`);
}

/**
 * Whether an office may open accounts for citizens: its name holds “Bộ phận Một cửa”, in letters of any size and however
 * they are composed (QĐ 1287/QĐ-UBND).
 */
export function isOneStopDesk(name: string): boolean {
  const plain = name.normalize('NFC').toLocaleLowerCase('vi').replace(/\s+/g, ' ');
  return plain.includes('bộ phận một cửa');
}
