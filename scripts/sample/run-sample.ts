import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dossier } from '../../api/dossiers/contract';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { encryptPin, type PinPublicKey } from '../../tokens/pin/encrypt-pin';
import type { Account } from '../stack/home';
import { drawScan } from './draw-scan';
import { PersonClient } from './http-client';
import { clockOf, dayOf, formatDateVi } from '../../time/time';

const originalPages = 5;
const pinLifetimeMs = 120_000;
const deliveredWithinMs = 60_000;

interface SampleOptions {
  baseUrl: string;
  accounts: Account[];
  /** SAOY_HOME: where the copy is laid and the trust anchors stand. */
  home: string;
}

/**
 * Takes one dossier from the counter to the mailbox as people's clients would, by HTTP alone, and tells
 * the story on the terminal.
 * @throws Error where a step does not go on, with the API's sentence
 */
export async function runSample({ baseUrl, accounts, home }: SampleOptions) {
  const tell = storyteller();
  const account = (role: Account['role']) => {
    const found = accounts.find((one) => one.role === role);
    if (!found) throw new Error(`there is no account for the ${role}`);
    return found;
  };
  const signIn = ({ username, password }: Account) =>
    PersonClient.signIn(baseUrl, username, password);

  const officer = await signIn(account('officer'));
  const office = officer.session.offices[0];
  if (!office) throw new Error('the officer belongs to no office');
  tell(`Cán bộ đăng nhập tại ${office.name}`);

  const accepted = await officer.post<Dossier>('/dossiers', {
    officeId: office.id,
    requester: { kind: 'account', identifier: account('citizen').username },
    documentType: 'Chứng chỉ ngoại ngữ',
    originalPages,
    copies: 1,
  });
  tell(`Tiếp nhận hồ sơ ${accepted.code}: phí ${accepted.fee.line}`);
  tell(`Hạn trả theo luật ${local(accepted.legalDue)}; bước này ${local(accepted.clock?.due)}`);

  const path = `/dossiers/${accepted.id}`;
  await officer.putFile<Dossier>(`${path}/scan`, await drawScan(originalPages), 'ban-chinh.pdf');
  tell(`Đính kèm bản quét ${originalPages} trang`);
  await officer.post<Dossier>(`${path}/submit`, {});
  tell('Trình ký');

  const leader = await signIn(account('leader'));
  await expectListed(leader, office.id, 'sign', accepted.id);
  tell('Bản sao chờ ký: lãnh đạo thấy hồ sơ');
  const sealFor = async (person: PersonClient, step: 'sign' | 'seal', who: Account) => {
    const purpose = step === 'sign' ? 'leader' : 'agency';
    const token = await person.get<{ label: string; publicKey: PinPublicKey }>(
      `/tokens/${purpose}?officeId=${office.id}`,
    );
    const context = { dossierId: accepted.id, step, token: token.label };
    const expiresAt = Date.now() + pinLifetimeMs;
    return encryptPin(token.publicKey, String(who.tokenPin), context, expiresAt);
  };
  const forLeader = await sealFor(leader, 'sign', account('leader'));
  await leader.post<Dossier>(`${path}/sign`, { encryptedPin: forLeader });
  tell('Ký số bằng token của lãnh đạo (chữ ký chứng thực, DocMDP P=2)');

  const clerk = await signIn(account('clerk'));
  await expectListed(clerk, office.id, 'seal', accepted.id);
  tell('Bản sao chờ đóng dấu: văn thư thấy hồ sơ');
  const forAgency = await sealFor(clerk, 'seal', account('clerk'));
  const sealed = await clerk.post<Dossier>(`${path}/seal`, { encryptedPin: forAgency });
  tell(`Cấp số ${sealed.registerNumber}, vào sổ, đóng dấu bằng chữ ký số của cơ quan`);

  const delivered = await waitDelivered(clerk, path);
  tell('Bổ sung chứng cứ dài hạn (PAdES-B-LTA) và gửi thư cho người yêu cầu');
  const citizen = await signIn(account('citizen'));
  const copy = await citizen.getBytes(`/my/copies/${accepted.id}/file`);
  const file = join(home, 'sample', `${accepted.code}.pdf`);
  await mkdir(join(home, 'sample'), { recursive: true, mode: 0o700 });
  await writeFile(file, copy, { mode: 0o600 });
  tell(`Công dân tải bản sao từ tài khoản của mình: ${file}`);

  const root = new X509Certificate(await readFile(join(home, 'pki', 'root.pem')));
  const { verdict } = await verifyCopy(copy, {
    trustAnchors: [root.raw],
    at: Date.now(),
    online: false,
  });
  tell(`Kiểm tra bản sao: ${verdict}`);
  return {
    dossier: accepted.code,
    registerNumber: String(delivered.registerNumber),
    copy: file,
    verdict,
  };
}

async function expectListed(
  person: PersonClient,
  officeId: string,
  list: 'sign' | 'seal',
  id: string,
): Promise<void> {
  const { items } = await person.get<{ items: { id: string }[] }>(
    `/dossiers?officeId=${officeId}&list=${list}`,
  );
  if (!items.some((item) => item.id === id)) throw new Error(`the list “${list}” does not show it`);
}

async function waitDelivered(person: PersonClient, path: string): Promise<Dossier> {
  const giveUpAt = Date.now() + deliveredWithinMs;
  for (;;) {
    const dossier = await person.get<Dossier>(path);
    if (dossier.stage === 'delivered') return dossier;
    if (Date.now() > giveUpAt) throw new Error(`it still stands at “${dossier.stage}”`);
    await sleep(100);
  }
}

/** Lines with the seconds since the story began. */
function storyteller(): (line: string) => void {
  const startedAt = Date.now();
  return (line) => {
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(5);
    console.log(`${seconds} s  ${line}`);
  };
}

/** dd/MM HH:mm at UTC+7. */
function local(instant: string | undefined): string {
  if (instant === undefined) return '–';
  const at = Date.parse(instant);
  return `${clockOf(at)} ${formatDateVi(dayOf(at))}`;
}
