/* global document, TextDecoder */
import { fromHex } from '../../../domain/register-log/bytes';
import { openProof, parseProof } from '../../../domain/register-log/proof-file';
import { clockOf, dayOf, formatDateVi } from '../../../time/time';
import { reasonOf } from '../reasons/reasons';
import { readTrustList } from '../trust/trust-list';
import { verifyCopy } from '../verify-copy';

/** What the one-file verifier does in a browser: the same code as the server's, without network. */
const trust = JSON.parse(document.getElementById('trust-list').textContent);
/** Of the register that gave this page out, in hex. */
const registerKeys = JSON.parse(document.getElementById('register-keys').textContent);
const results = document.getElementById('results');

const verdictWords = {
  valid: 'HỢP LỆ',
  invalid: 'KHÔNG HỢP LỆ',
  undetermined: 'CHƯA KẾT LUẬN ĐƯỢC',
};
const findingWords = { passed: 'đạt', failed: 'không đạt', unknown: 'không rõ' };
const roleWords = { leader: 'Người có thẩm quyền', agency: 'Cơ quan', other: 'Người ký' };

document.getElementById('trust-note').textContent =
  trust.authorities.length === 0
    ? 'Chưa có danh sách tổ chức chứng thực tin cậy: không thể kết luận tệp nào là hợp lệ.'
    : `Danh sách tổ chức chứng thực tin cậy ngày ${trust.issued.split('-').reverse().join('/')} (${trust.authorities.length} tổ chức).`;

document.getElementById('file').addEventListener('change', (event) => {
  void checkAll([...event.target.files]);
});

async function checkAll(files) {
  results.replaceChildren();
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (isProof(bytes)) {
      results.append(showProof(file.name, new TextDecoder().decode(bytes)));
      continue;
    }
    const report = await verifyCopy(bytes, {
      trustAnchors: [],
      trustList: readTrustList(trust),
      at: Date.now(),
      online: false,
    });
    results.append(show(file.name, report));
  }
}

function show(name, report) {
  const section = make('section');
  section.dataset.report = JSON.stringify(report);
  section.append(make('h2', name));
  const verdict = make('p', verdictWords[report.verdict]);
  verdict.className = `verdict ${report.verdict}`;
  section.append(verdict);
  const list = make('ul');
  for (const code of report.reasons) list.append(make('li', reasonOf(code).vi));
  if (report.reasons.length > 0) section.append(list);
  for (const signature of report.signatures) section.append(showSignature(signature));
  for (const stamp of report.timestamps.filter(({ kind }) => kind === 'document'))
    section.append(
      table('Dấu thời gian lưu trữ', [
        ['Thời điểm', when(stamp.time)],
        ['Nơi cấp', stamp.authority?.commonName ?? 'không rõ'],
        ['Kết quả', verdictWords[stamp.verdict]],
      ]),
    );
  return section;
}

/** That a number stands in a public register, as far as the keys that this page carries go. */
function showProof(name, text) {
  const section = make('section');
  section.append(make('h2', name));
  const proven = firstProven(text);
  const verdict = make('p', proven ? 'SỐ NÀY ĐỨNG TRONG SỔ' : 'KHÔNG CHỨNG MINH ĐƯỢC');
  verdict.className = `verdict ${proven ? 'valid' : 'invalid'}`;
  section.append(verdict);
  if (!proven) {
    const why =
      registerKeys.length === 0
        ? 'Trang này không mang khóa công khai của sổ nào; tải lại trang từ cơ quan đã cấp bản sao.'
        : 'Tệp không phải là bằng chứng do sổ này ký, hoặc đã bị sửa.';
    section.append(make('p', why));
    return section;
  }
  const { leaf, index, checkpoint } = proven;
  section.dataset.proof = JSON.stringify(leaf);
  section.append(
    table('Sổ chứng thực công khai', [
      ['Số chứng thực', leaf.text ?? String(leaf.number)],
      ['Ngày', leaf.day.split('-').reverse().join('/')],
      ['Mục trong sổ', `${index + 1} trên ${checkpoint.size} mục đã ký`],
      ['Sổ', leaf.book],
    ]),
  );
  return section;
}

function firstProven(text) {
  for (const key of registerKeys) {
    try {
      return openProof(parseProof(text), fromHex(key));
    } catch {
      // Perhaps another key's.
    }
  }
  return undefined;
}

function isProof(bytes) {
  return new TextDecoder().decode(bytes.slice(0, 20)).startsWith('c2sp.org/tlog-proof');
}

function showSignature({ role, signer, provenTime, findings, level, covers, reasons }) {
  const finding = (name) => findingWords[findings[name].result];
  return table(`${roleWords[role]}: ${signer?.commonName ?? 'không rõ'}`, [
    ['Tính toàn vẹn', finding('integrity')],
    ['Chứng thư số có hiệu lực khi ký', finding('certificate')],
    ['Dấu thời gian', `${finding('timestamp')}, ${when(provenTime)}`],
    ['Tổ chức chứng thực được công nhận', finding('authority')],
    ['Nơi cấp chứng thư số', signer?.issuer ?? 'không rõ'],
    ['Phạm vi đã ký', `lần lưu ${covers.revision}/${covers.revisions}, ${covers.bytes} byte`],
    ['Mức PAdES', level],
    ...(reasons.length > 0 ? [['Lý do', reasons.map((code) => reasonOf(code).vi).join(' ')]] : []),
  ]);
}

function table(caption, rows) {
  const element = make('table');
  element.append(make('caption', caption));
  for (const [name, value] of rows) {
    const row = make('tr');
    const head = make('th', name);
    head.scope = 'row';
    row.append(head, make('td', value));
    element.append(row);
  }
  return element;
}

/** Instants at UTC+7, whatever the clock of this computer is set to. */
function when(iso) {
  if (!iso) return 'không rõ';
  const instant = Date.parse(iso);
  return `${clockOf(instant)} ngày ${formatDateVi(dayOf(instant))}`;
}

function make(tag, text) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  return element;
}
