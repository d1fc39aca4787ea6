import type { Dossier } from '../../db/dossiers/entity';
import type { PaperFacts, StepRun } from '../../db/papers/read-facts';
import { amountInWords } from '../../domain/amount-in-words';
import { maskEmail, maskNumber, maskOrNone } from '../../domain/mask';
import type { PaperContent } from '../../domain/papers';
import { SaoyError } from '../../domain/problem';
import { stageDeclarations, stepDeclarations } from '../../domain/process';
import { type StepVerdict, verdictOf } from '../../domain/step-verdict';
import { workingTime } from '../../domain/working-time';
import { formatDong } from '../../policies/fee';
import { fillPaper, type PaperFill } from '../../policies/fill-paper';
import type { Rules } from '../../policies/load-rules';
import type { PaperForm } from '../../policies/paper-forms';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { dayOf, formatDate, formatDateVi, msPerMinute } from '../../time/time';
import type { PaperRequest } from './contract';
import { inputMissing } from '../http/problem';
import { agencyOf, minuteOf, placeAndDay, spellCitation, whenInWords } from './paper-words';
import { pageOf } from './public-page';

type Kind = PaperRequest['kind'];

/** What a person has to write into a paper of the kind. */
const questions: Partial<Record<Kind, string>> = {
  supplement: 'Nội dung cần bổ sung, hoàn thiện và lý do',
  cancellation: 'Lý do hủy bỏ giá trị của bản sao',
};

/** Whether the dossier as it stands has such a paper. Pure. */
export function isOffered(kind: Kind, { dossier, number, givenBack }: PaperFacts): boolean {
  switch (kind) {
    case 'receipt':
      return dossier.stage !== 'refused';
    case 'refusal':
      return dossier.stage === 'refused';
    case 'supplement':
      return dossier.stage === 'accepted' || dossier.stage === 'returned';
    case 'control-slip':
      return true;
    case 'cancellation':
      return dossier.copyHash !== null && number !== null;
    case 'fee-return':
      return givenBack !== null;
  }
}

/** What has to be written; null: nothing, or it stands in the books already. */
export function questionOf(kind: Kind, { number }: PaperFacts): string | null {
  if (kind === 'cancellation' && number?.isVoid) return null;
  return questions[kind] ?? null;
}

interface Composing {
  rules: Rules;
  publicUrl: string;
  /** The paper's own day. */
  at: number;
}

export function formInForce(
  { rules, at }: Pick<Composing, 'rules' | 'at'>,
  kind: PaperForm['kind'],
) {
  return rules.paperForm(kind, formatDate(dayOf(at)));
}

/**
 * A paper of a dossier, by the form in force on its day.
 * @throws SaoyError `paper-not-offered`, `paper-form-missing`, `input-invalid` where its text is missing
 */
export function composePaper(
  composing: Composing,
  facts: PaperFacts,
  { kind, text }: PaperRequest,
): { content: PaperContent; form: PaperForm; isOfVisit: boolean } {
  if (!isOffered(kind, facts)) throw new SaoyError('paper-not-offered');
  const question = questionOf(kind, facts);
  if (question !== null && text === undefined) {
    throw inputMissing('text');
  }
  const form = formInForce(composing, kind);
  const isOfVisit = kind === 'receipt';
  const fill: PaperFill = {
    ...headOf(composing, facts),
    ...fillOf(composing, facts, kind, text),
    pages: (isOfVisit ? ofVisit(facts) : [facts.dossier]).map((each) => ({
      ...{ code: each.code, url: pageOf(composing, each) },
    })),
  };
  return { content: fillPaper(form, fill), form, isOfVisit };
}

/** Agency, place and day of a paper of the office. */
export function headOf(
  { at }: Pick<Composing, 'at'>,
  { office }: Pick<PaperFacts, 'office'>,
): Pick<PaperFill, 'agency' | 'placeAndDay'> {
  return { agency: agencyOf(office), placeAndDay: placeAndDay(office, at) };
}

/** Those that were taken in: a refusal has its own paper. */
function ofVisit({ dossiers }: PaperFacts): Dossier[] {
  return dossiers.filter(({ stage }) => stage !== 'refused');
}

function fillOf(
  composing: Composing,
  facts: PaperFacts,
  kind: Kind,
  text = '',
): Pick<PaperFill, 'words' | 'tables' | 'grounds'> {
  const common = dossierWords(facts, facts.dossier.legalDue);
  switch (kind) {
    case 'receipt':
      return fillReceipt(facts);
    case 'supplement':
      return { words: { ...common, text } };
    case 'refusal':
      return fillRefusal(composing, facts, common);
    case 'control-slip':
      return {
        words: { ...common, state: stageDeclarations[facts.dossier.stage].vi },
        tables: { steps: facts.runs.map((run, at) => stepRow(run, facts, at)) },
      };
    case 'cancellation':
      return { words: { ...common, ...cancellationWords(composing, facts, text) } };
    case 'fee-return':
      return { words: { ...common, ...feeReturnWords(facts) } };
  }
}

/** Words about a dossier that every form may take. */
export function dossierWords(
  {
    dossier,
    visit,
    office,
    officerName,
  }: Pick<PaperFacts, 'dossier' | 'visit' | 'office' | 'officerName'>,
  due: Date,
): Record<string, string> {
  return {
    office: office.name,
    requester: visit.requesterName,
    identifier: maskOrNone(maskNumber, visit.requesterIdentifier) ?? '',
    phone: maskOrNone(maskNumber, visit.requesterPhone) ?? '',
    email: maskOrNone(maskEmail, visit.requesterEmail) ?? '',
    codes: dossier.code,
    documents: dossier.documentType,
    accepted: whenInWords(visit.acceptedAt),
    due: whenInWords(due),
    receipt: visit.receiptNumber,
    officer: officerName,
  };
}

function fillReceipt(facts: PaperFacts): Pick<PaperFill, 'words' | 'tables'> {
  const taken = ofVisit(facts);
  const latest = new Date(Math.max(...taken.map(({ legalDue }) => legalDue.getTime())));
  return {
    words: {
      ...dossierWords(facts, latest),
      codes: taken.map(({ code }) => code).join(', '),
      documents: taken.map(({ documentType }) => documentType).join(', '),
      count: String(taken.length),
      total: formatDong(taken.reduce((sum, { fee }) => sum + fee.total, 0)),
    },
    tables: {
      originals: taken.map((each, index) => ({
        order: String(index + 1),
        code: each.code,
        document: each.documentType,
        pages: String(each.originalPages),
        copies: String(each.copies),
        fee: formatDong(each.fee.total),
      })),
    },
  };
}

function fillRefusal(
  { rules }: Composing,
  { dossier, remark }: PaperFacts,
  common: Record<string, string>,
): Pick<PaperFill, 'words' | 'grounds'> {
  const { refusalGrounds } = getPinnedPolicy(rules, dossier.policy);
  const chosen = refusalGrounds.find(({ id }) => id === dossier.refusalGround);
  return {
    words: {
      ...common,
      ground: chosen?.vi ?? '',
      ground_citation: chosen ? spellCitation(chosen.citation) : '',
      explanation: remark ?? '',
    },
    grounds: refusalGrounds.map(({ id, vi }) => ({ text: vi, isChosen: id === chosen?.id })),
  };
}

const results: Record<StepVerdict, string> = {
  running: 'Chưa xong',
  early: 'Trước hạn',
  onTime: 'Đúng hạn',
  late: 'Quá hạn',
};

function stepRow(run: StepRun, { runs, officerName }: PaperFacts, at: number) {
  const from = at === 0 ? officerName : (runs[at - 1]?.actorName ?? '');
  return {
    step: stepDeclarations[run.step].vi + (run.round > 1 ? ` (lần ${run.round})` : ''),
    from,
    to: run.actorName ?? '',
    given: minuteOf(run.startedAt),
    taken: run.usedMs === null ? '' : spent(run.usedMs),
    due: minuteOf(run.due),
    ended: run.endedAt === null ? '' : minuteOf(run.endedAt),
    result: results[verdictOf(run, run.endedAt?.getTime() ?? 0)],
    note:
      run.usedMs === null
        ? `Thời gian của bước: ${spent(run.budgetMs)}`
        : `${spent(run.usedMs)} trong ${spent(run.budgetMs)}`,
  };
}

/** @param ms working milliseconds */
function spent(ms: number): string {
  return workingTime(Math.round(ms / msPerMinute));
}

function cancellationWords(
  composing: Composing,
  { dossier, number }: PaperFacts,
  text: string,
): Record<string, string> {
  if (number === null) throw new SaoyError('paper-not-offered');
  const { entry, book, isVoid } = number;
  return {
    number: entry.numberText,
    book: book.name,
    certified: formatDateVi(dayOf(entry.recordedAt.getTime())),
    signer: [entry.signerName, entry.signerTitle].filter(Boolean).join(', '),
    reason: isVoid?.reason ?? text,
    decision: isVoid?.decision ?? '',
    revoked: isVoid ? whenInWords(isVoid.at) : '',
    link: pageOf(composing, dossier),
  };
}

function feeReturnWords({ dossier, givenBack }: PaperFacts): Record<string, string> {
  if (givenBack === null) throw new SaoyError('paper-not-offered');
  return {
    amount: formatDong(givenBack.amount),
    amount_words: amountInWords(givenBack.amount),
    given_back: whenInWords(givenBack.at),
    cashier: givenBack.cashierName,
    state: stageDeclarations[dossier.stage].vi,
  };
}
