import type { LetterLine, WholeLetter } from '../../db/letters/list-letters';
import type { PaperContent } from '../../domain/papers';
import { fillBody, fillPaper } from '../../policies/fill-paper';
import type { Rules } from '../../policies/load-rules';
import type { PaperForm } from '../../policies/paper-forms';
import type { ApiDeps } from '../http/deps';
import { dossierWords, formInForce, headOf } from '../papers/compose-paper';
import { whenInWords } from '../papers/paper-words';
import { pageOf } from '../papers/public-page';
import { viewPaper } from '../papers/view';
import type { Letter, WrittenLetter } from './contract';

export function viewLetter(letter: LetterLine): Letter {
  return {
    id: letter.id,
    dossierId: letter.dossierId,
    dossierCode: letter.dossierCode,
    requesterName: letter.requesterName,
    kind: letter.kind,
    state: letter.issuedAt === null ? 'drafted' : 'issued',
    due: letter.due.toISOString(),
    previousDue: letter.previousDue?.toISOString() ?? null,
    reason: letter.reason,
    draftedAt: letter.draftedAt.toISOString(),
    issuedAt: letter.issuedAt?.toISOString() ?? null,
    issuedBy: letter.issuerName,
  };
}

interface Writing {
  rules: Rules;
  publicUrl: string;
  at: number;
}

export function writingOf({ rules, settings, now }: ApiDeps): Writing {
  return { rules, publicUrl: settings.publicUrl, at: now() };
}

/** A letter with its text: as a person left it, else as the form in force wants it. */
export function writeLetter(writing: Writing, whole: WholeLetter): WrittenLetter {
  const form = formOf(writing, whole);
  const { letter, office, paper } = whole;
  return {
    ...viewLetter(letter),
    title: form.title,
    citation: form.citation,
    officeName: office.name,
    body: letter.body ?? fillBody(form, wordsOf(whole)),
    paper: paper && viewPaper(paper),
  };
}

/** The letter as a paper, by the form in force on its day. @param body its text as it stands on the screen */
export function composeLetter(
  writing: Writing,
  whole: WholeLetter,
  body: string,
): { content: PaperContent; form: PaperForm } {
  const form = formOf(writing, whole);
  const { dossier } = whole;
  const content = fillPaper(form, {
    ...headOf(writing, whole),
    ...{ words: wordsOf(whole), body },
    pages: [{ code: dossier.code, url: pageOf(writing, dossier) }],
  });
  return { content, form };
}

/** Of the day on which it was issued; of today before that. */
function formOf({ rules, at }: Pick<Writing, 'rules' | 'at'>, { letter }: WholeLetter): PaperForm {
  return formInForce({ rules, at: letter.issuedAt?.getTime() ?? at }, letter.kind);
}

function wordsOf(whole: WholeLetter): Record<string, string> {
  const { letter } = whole;
  // Where nothing says another time, an apology is for the due of the dossier itself.
  const previous =
    letter.previousDue ?? (letter.kind === 'apology' ? whole.dossier.legalDue : null);
  return {
    ...dossierWords(whole, letter.due),
    previous_due: previous ? whenInWords(previous) : '',
    reason: letter.reason,
  };
}
