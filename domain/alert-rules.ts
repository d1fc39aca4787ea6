/**
 * What a supervisor is alerted of. Beside the alarms of the workflows, which tell whoever holds a step by the policy
 * that the dossier pinned: these tell who oversees the office, by rules that the office sets itself.
 */
export const alertKinds = ['near', 'breach', 'escalation', 'odds', 'queue', 'certificate'] as const;
export type AlertKind = (typeof alertKinds)[number];

export interface AlertRule {
  kind: AlertKind;
  isOn: boolean;
  /** In the unit of the kind; null where it has none. */
  threshold: number | null;
  onPage: boolean;
  /** In a digest, an hour's alerts in one mail. */
  byMail: boolean;
  byWebhook: boolean;
}

interface Declaration {
  vi: string;
  /** What one of them is called in a count: "3 hồ sơ …". */
  counted: string;
  threshold: { vi: string; unit: string; min: number; max: number; usual: number } | null;
}

export const alertDeclarations: Record<AlertKind, Declaration> = {
  near: {
    vi: 'Bước sắp hết thời gian (từ mức mà chính sách của hồ sơ đặt)',
    counted: 'hồ sơ sắp hết thời gian của bước',
    threshold: null,
  },
  breach: { vi: 'Quá hạn của bước', counted: 'hồ sơ quá hạn của bước', threshold: null },
  escalation: {
    vi: 'Đã báo lên người điều hành',
    counted: 'hồ sơ đã báo lên người điều hành',
    threshold: null,
  },
  odds: {
    vi: 'Khả năng trễ hạn trả cao',
    counted: 'hồ sơ có khả năng trễ hạn trả từ {threshold} %',
    threshold: { vi: 'Từ khả năng', unit: '%', min: 1, max: 99, usual: 70 },
  },
  queue: {
    vi: 'Hàng chờ ở một bước dài',
    counted: 'bước có hàng chờ dài hơn {threshold} hồ sơ',
    threshold: { vi: 'Dài hơn', unit: 'hồ sơ', min: 1, max: 100_000, usual: 20 },
  },
  certificate: {
    vi: 'Chứng thư số sắp hết hạn',
    counted: 'chứng thư số hết hạn trong {threshold} ngày tới',
    threshold: { vi: 'Hết hạn trong', unit: 'ngày', min: 1, max: 365, usual: 30 },
  },
};

/** The rule where an office has set none. */
export function usualRule(kind: AlertKind): AlertRule {
  const threshold = alertDeclarations[kind].threshold?.usual ?? null;
  return { kind, isOn: true, threshold, onPage: true, byMail: false, byWebhook: false };
}

/** "3 hồ sơ quá hạn của bước". */
export function alertWords(kind: AlertKind, count: number, threshold: number | null): string {
  const { counted } = alertDeclarations[kind];
  return `${count} ${counted.replace('{threshold}', String(threshold ?? ''))}`;
}

/** What a notice of alerts says. @param data of the notice: its kind, how many are new, and the rule's threshold */
export function alertNotice(data: Readonly<Record<string, string | number>>): {
  title: string;
  text: string;
} {
  const kind = alertKinds.find((known) => known === data.kind);
  if (!kind) return { title: 'Cảnh báo', text: '' };
  const threshold = typeof data.threshold === 'number' ? data.threshold : null;
  const words = alertWords(kind, Number(data.count), threshold);
  return { title: `Cảnh báo: ${words}`, text: `${words}. Xem ở trang “Cảnh báo”.` };
}

/** The lines of a digest. @param data how many of each kind were raised since the one before */
export function digestLines(data: Readonly<Record<string, string | number>>): string[] {
  return alertKinds
    .filter((kind) => Number(data[kind] ?? 0) > 0)
    .map((kind) => `- ${alertDeclarations[kind].vi}: ${data[kind]}`);
}
