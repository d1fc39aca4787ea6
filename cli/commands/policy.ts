import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { diffPolicies, type PolicyDifference } from '../../policies/diff-policies';
import { formatTime } from '../../time/time';
import { type CalendarFile, readCalendar } from '../../policies/calendar-file';
import { houseRules, loadRules, type Rules } from '../../policies/load-rules';
import type { Policy } from '../../policies/policy';
import { type RuleFiles, readRuleFiles } from '../../policies/read-rule-files';
import { findPoliciesDir } from '../../settings/policies-dir';

const usage =
  'Usage: saoy policy check [FILE | FOLDER] [--json] | saoy policy diff A B [--json]\n' +
  'A and B: the id of a policy, or a file.\n';

/** `saoy policy`: whether the rules' files hold, and what differs between two of them. Needs no stack. */
export function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const asJson = values.json === true;
  const [verb, first, second, ...more] = positionals;
  if (verb === 'check' && second === undefined) return Promise.resolve(check(first, asJson));
  if (verb === 'diff' && first !== undefined && second !== undefined && more.length === 0) {
    return Promise.resolve(diff(first, second, asJson));
  }
  process.stderr.write(usage);
  return Promise.resolve(2);
}

/**
 * The house's rules, those of another folder, or the house's with one file changed or added.
 * Exit code 0: every file holds; 1: some do not, each with its line.
 */
function check(path: string | undefined, asJson: boolean): number {
  const { policies, calendars, problems } = readFrom(path);
  const held = {
    policies: policies.map(({ id, version }) => `${id}@${version}`),
    calendars: [...calendars.keys()],
  };
  const ok = problems.length === 0;
  if (asJson) process.stdout.write(`${JSON.stringify({ ok, ...held, problems })}\n`);
  else if (ok) {
    process.stdout.write(
      `Đúng: ${held.policies.length} bộ quy định (${policies.map(({ id }) => id).join(', ')}), ` +
        `${held.calendars.length} lịch (${held.calendars.join(', ')}).\n` +
        [...calendars.values()].map(knownUntil).join(''),
    );
  } else {
    for (const { file, line, reason } of problems) {
      process.stdout.write(`${file}:${line}: ${reason}\n`);
    }
  }
  return ok ? 0 : 1;
}

function readFrom(path: string | undefined): RuleFiles {
  const house = findPoliciesDir() ?? houseRules;
  if (path === undefined) return readRuleFiles(house);
  if (statSync(path).isDirectory()) return readRuleFiles(resolve(path));
  return readRuleFiles(house, { file: path, text: readFileSync(path, 'utf8') });
}

/** Until when a calendar's days off are decided; what comes after is computed and may change. */
function knownUntil(file: CalendarFile): string {
  const { id, decidedThrough, to } = readCalendar(file);
  return `Lịch ${id}: ngày nghỉ đã được quyết định đến ${decidedThrough}, sau đó là dự kiến đến ${to}.\n`;
}

/** Exit code 0: whatever the answer, it is one. */
function diff(before: string, after: string, asJson: boolean): number {
  const rules = loadRules(findPoliciesDir());
  const differences = diffPolicies(getPolicy(before, rules), getPolicy(after, rules));
  if (asJson) process.stdout.write(`${JSON.stringify({ before, after, differences })}\n`);
  else if (differences.length === 0) process.stdout.write('Hai bộ quy định giống nhau.\n');
  else process.stdout.write(differences.map(inWords).join(''));
  return 0;
}

/** A policy by its id, or as a file would have it. */
function getPolicy(idOrFile: string, rules: Rules): Policy {
  if (!existsSync(idOrFile)) return rules.getPolicy(idOrFile);
  const text = readFileSync(idOrFile, 'utf8');
  const drafted = loadRules(findPoliciesDir(), { file: idOrFile, text });
  const isNew = ({ id, version }: Policy) => rules.findPolicy(id)?.version !== version;
  // A file that says the same as the house is the policy it repeats.
  const repeated = /^id: *(\S+)/m.exec(text)?.[1] ?? '';
  return drafted.policies.find(isNew) ?? rules.getPolicy(repeated);
}

function inWords({ path, before, after, citationBefore, citationAfter }: PolicyDifference): string {
  const show = (text: string, citation: string | undefined) =>
    `${path.endsWith('timeMs') ? formatTime(Number(text)) : (plainWords[text] ?? text)}${citation === undefined ? '' : ` [${citation}]`}`;
  return `${labelOf(path)}\n  trước: ${show(before, citationBefore)}\n  sau:   ${show(after, citationAfter)}\n`;
}

/** `null` stands for an end that is not set: validity until further notice, records kept for ever. */
const plainWords: Record<string, string> = { true: 'có', false: 'không', null: 'không thời hạn' };

/** The path with its first word in Vietnamese; what stands after it is the name in the file. */
function labelOf(path: string): string {
  const head = /^\w+/.exec(path)?.[0] ?? path;
  return `${labels[head] ?? head}${path === head ? '' : ` (${path})`}`;
}

const labels: Record<string, string> = {
  name: 'Tên bộ quy định',
  validFrom: 'Có hiệu lực từ ngày',
  validTo: 'Hết hiệu lực sau ngày',
  recorded: 'Ngày được biết',
  scope: 'Phạm vi',
  authority: 'Văn bản',
  calendar: 'Lịch làm việc',
  clockStart: 'Mốc bắt đầu tính',
  cutoff: 'Giờ chốt trong ngày',
  endOfDay: 'Lúc kết thúc ngày',
  hoursKind: 'Loại giờ',
  outsideHours: 'Nhận ngoài giờ',
  steps: 'Thời gian của bước',
  stepsWithinLaw: 'Ràng buộc thời gian các bước',
  complex: 'Phức tạp, số lượng lớn',
  extension: 'Kéo dài thời hạn',
  slip: 'Phiếu hẹn',
  notice: 'Nhắc trước hạn',
  escalation: 'Báo người điều hành',
  pause: 'Tạm dừng',
  refusalGrounds: 'Lý do từ chối',
  fee: 'Phí',
  number: 'Số chứng thực',
  register: 'Sổ chứng thực',
  documentTypes: 'Loại giấy tờ gợi ý',
  files: 'Giới hạn tệp',
  delivery: 'Gửi thư',
  batch: 'Ký hàng loạt',
  otp: 'Mã xác thực một lần',
  holders: 'Người giữ quyền',
  signer: 'Người ký',
  attestation: 'Lời chứng',
  layout: 'Trình bày',
  forms: 'Mẫu giấy tờ',
  apology: 'Thư xin lỗi',
  retention: 'Lưu trữ',
};
