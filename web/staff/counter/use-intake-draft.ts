import { useEffect, useState } from 'react';
import { useDesk } from '../desk/office';
import { claimTab, isClosed } from '../desk/tab';
import { newIntake, type IntakeDraft } from './intake-draft';
import { forgetOldScans, keepScan, readScan } from './kept-scan';
import { noFiles, type VisitFiles } from './visit-files';

/** What is on the counter's form of this tab. */
export interface IntakeForm extends VisitFiles {
  draft: IntakeDraft;
}

type Change = (next: IntakeForm | ((current: IntakeForm) => IntakeForm)) => void;

/**
 * The counter's form, kept in this browser until it is sent; null while it is looked for. A tab that
 * has none takes up what a closed one left, text, files and key.
 */
export function useIntakeDraft(): [IntakeForm, Change] | null {
  const personId = useDesk().session.person.id;
  const [name, setName] = useState<string | null>(null);
  const [form, setForm] = useState<IntakeForm | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void openForm(personId).then((opened) => {
      if (!isCurrent) return;
      setForm(opened.form);
      setName(opened.name);
    });
    return () => {
      isCurrent = false;
    };
  }, [personId]);
  const draft = form?.draft;
  const { scan, later, whole } = form ?? {};
  useEffect(() => {
    if (name !== null && draft) localStorage.setItem(name, JSON.stringify(draft));
  }, [name, draft]);
  useEffect(() => {
    if (name !== null && scan && later) void keepScan(name, { scan, later, whole: whole ?? null });
  }, [name, scan, later, whole]);
  if (form === null) return null;
  return [
    form,
    (next) => setForm((current) => (typeof next === 'function' ? current && next(current) : next)),
  ];
}

async function openForm(personId: string): Promise<{ name: string; form: IntakeForm }> {
  const prefix = `saoy.intake.${personId}.`;
  const name = prefix + (await claimTab());
  const own = readDraft(name);
  if (own) return { name, form: { draft: own, ...(await readScan(name)) } };
  void forgetOldScans();
  for (const other of Object.keys(localStorage).filter((key) => key.startsWith(prefix))) {
    const draft = readDraft(other);
    if (!draft || !(await isClosed(other.slice(prefix.length)))) continue;
    const form = { draft, ...(await readScan(other)) };
    localStorage.removeItem(other);
    void keepScan(other);
    if (isBegun(form)) return { name, form };
  }
  return { name, form: { draft: newIntake(), ...noFiles } };
}

/** Whether something on the form would be missed. */
export function isBegun({ draft, scan, later }: IntakeForm): boolean {
  const empty = { ...newIntake(), key: draft.key };
  return scan.length + later.length > 0 || JSON.stringify(draft) !== JSON.stringify(empty);
}

function readDraft(name: string): IntakeDraft | null {
  try {
    const text = localStorage.getItem(name);
    return text === null ? null : { ...newIntake(), ...(JSON.parse(text) as IntakeDraft) };
  } catch {
    return null;
  }
}
