/**
 * Who may do and see what, once for all: the guard of the API, the buttons of the pages,
 * `docs/permissions.md` and the matrix test read it here. What acts on a dossier need stands in the process
 * declaration, and comes from there.
 */
import { actDeclarations, acts, type Act, ownActs, type Right, rights } from './process';
import type { Scope } from './scopes';

/** How a person must stand to what they act on or look at. */
export const relationDeclarations = {
  office: { vi: 'Cơ quan của mình', en: 'Their own office' },
  branch: { vi: 'Cơ quan của mình và cấp dưới', en: 'Their office and those below it' },
  oversight: {
    vi: 'Cơ quan mình điều hành và cấp dưới',
    en: 'The office they oversee and those below it',
  },
  own: { vi: 'Của chính mình', en: 'Their own account' },
  'own-or-office': {
    vi: 'Của chính mình, hoặc của cơ quan mình',
    en: 'Their own, or of their office',
  },
  key: { vi: 'Khóa của phần mềm', en: "A program's key with the scope" },
  nobody: { vi: 'Không cần đăng nhập', en: 'Nobody need be signed in' },
} as const;
export type Relation = keyof typeof relationDeclarations;

/** What the guard finds for a handler: the thing that the act or the view is about. */
export type Subject =
  | 'office'
  | 'offices'
  /** An office in the branch that the asker administers. */
  | 'unit'
  /** An office that the asker oversees, themselves or from above. */
  | 'overseen'
  /** Somebody with a right, past or present, or a membership in that branch. */
  | 'member'
  | 'dossier'
  | 'letter'
  | 'paper'
  | 'notice'
  | 'copy'
  | 'reference'
  | 'account'
  | 'citizen'
  | 'key'
  | 'nobody';

export interface Permission<On extends Subject = Subject> {
  on: On;
  relation: Relation;
  /** Rights of which one is needed; none: the relation alone decides. */
  rights: readonly Right[];
  /** Of a program's key. */
  scope: Scope | null;
  /** Whoever has a second factor has given a code of it within the minutes of the policy. */
  stepUp?: true;
  vi: string;
  en: string;
}

/** To work on dossiers, or to see to it. Who only administers, or opens accounts, has no business with citizens' papers. */
const workRights = rights.filter((right) => right !== 'administer' && right !== 'open-accounts');

const views = {
  'dossier.list': ofOffice('office', workRights, 'Danh sách hồ sơ', 'Work lists and counts'),
  'dossier.watch': ofOffice(
    'office',
    workRights,
    'Theo dõi thay đổi',
    'Events when a dossier changes',
  ),
  'dossier.read': ofOffice(
    'dossier',
    workRights,
    'Xem hồ sơ',
    'A dossier, its papers and its story',
  ),
  'dossier.view': ofOffice(
    'offices',
    workRights,
    'Trang hồ sơ',
    'One dossier as its page shows it',
  ),
  'dossier.open': ofOffice(
    'dossier',
    workRights,
    'Ghi nhận đã mở hồ sơ',
    'That the dossier was looked at',
  ),
  'dossier.consent': ofOffice(
    'dossier',
    ['sign', 'seal'],
    'Mở trang chấp thuận ký',
    'The page where a provider is given consent',
  ),
  'dossier.reveal': ofOffice(
    'dossier',
    ['create', 'seal', 'supervise'],
    'Xem số định danh, email, điện thoại của người yêu cầu',
    'A requester’s identifier, e-mail and phone number unmasked',
  ),
  'counter.read': ofOffice('office', ['create'], 'Quầy tiếp nhận', 'What the counter needs'),
  'booking-plan.read': ofOffice(
    'office',
    ['create', 'supervise', 'administer'],
    'Xem khung giờ nhận lịch hẹn',
    'The hours and seats that an office publishes',
  ),
  'booking-plan.change': ofOffice(
    'office',
    ['create', 'administer'],
    'Đặt khung giờ, mở, đóng giờ nhận lịch hẹn',
    'Publish hours and seats, close hours',
  ),
  'booking.list': ofOffice(
    'office',
    ['create', 'supervise'],
    'Lịch hẹn chờ duyệt',
    'The appointments of an office',
  ),
  'booking.open': ofOffice(
    'office',
    ['create'],
    'Xử lý lịch hẹn',
    'One appointment with all that was given, for the counter',
  ),
  'booking.move': ofOffice(
    'office',
    ['create'],
    'Dời, hủy lịch hẹn, đề nghị dời',
    'Move or cancel an appointment, or propose to',
  ),
  'booking.miss': ofOffice('office', ['create'], 'Ghi không đến', 'Say that somebody did not come'),
  'correction.list': ofOffice(
    'office',
    ['create', 'seal', 'supervise'],
    'Xem yêu cầu đính chính',
    'What citizens ask to be put right',
  ),
  'correction.answer': ofOffice(
    'office',
    ['create'],
    'Trả lời yêu cầu đính chính',
    'Answer a request for a correction',
  ),
  'drawer.read': ofOffice(
    'office',
    ['create', 'supervise'],
    'Quỹ thu của mình',
    'What one has taken in oneself, and what is to be given back',
  ),
  'drawer.close': ofOffice('office', ['create'], 'Chốt quỹ thu', 'Count and close one’s drawer'),
  'drawer.watch': ofOffice(
    'office',
    ['supervise'],
    'Quỹ thu của cả cơ quan',
    'What every cashier of the office has taken in',
  ),
  'fee.quote': ofOffice('office', ['create'], 'Tính phí', 'What copies cost'),
  'requester.find': ofOffice(
    'office',
    ['create'],
    'Tra người yêu cầu',
    'The account of a requester',
  ),
  'batch.list': ofOffice('office', workRights, 'Các lượt của mình', 'Own batches in an office'),
  'batch.read': ofAccount('account', [], 'Một lượt của mình', 'A batch of their own'),
  'batch.sign': confirmed(
    ofOffice('office', actDeclarations.sign.rights, 'Ký hàng loạt', 'Sign a batch'),
  ),
  'batch.seal': confirmed(
    ofOffice('office', actDeclarations.seal.rights, 'Đóng dấu hàng loạt', 'Seal a batch'),
  ),
  'book.list': ofOffice(
    'office',
    ['sign', 'seal', 'supervise'],
    'Sổ chứng thực',
    'The register books',
  ),
  'book.manage': ofOffice('office', ['seal'], 'Quản lý sổ', 'Add, change and delete books'),
  'book.correct': ofOffice(
    'office',
    ['seal'],
    'Đính chính sổ',
    'Correct an entry of the register, beside it',
  ),
  'book.close': confirmed(
    ofOffice('office', ['sign'], 'Khóa sổ', 'Confirm the totals of a book and close it'),
  ),
  'letter.list': ofOffice(
    'office',
    ['create', 'supervise'],
    'Phiếu hẹn, thư xin lỗi',
    'Slips and apologies',
  ),
  'letter.read': ofOffice('letter', ['create', 'supervise'], 'Xem phiếu, thư', 'One letter'),
  'letter.edit': ofOffice('letter', ['create', 'supervise'], 'Sửa phiếu, thư', 'Change its text'),
  'letter.issue': ofOffice('letter', ['create', 'supervise'], 'Giao phiếu, thư', 'Hand it over'),
  'paper.issue': ofOffice(
    'dossier',
    ['create', 'supervise'],
    'Lập, phát hành giấy tờ của hồ sơ',
    'Make and issue a paper of a dossier',
  ),
  'paper.decide': ofOffice(
    'dossier',
    ['sign', 'supervise'],
    'Lập quyết định hủy bỏ giá trị bản sao',
    'Make a decision that takes a copy’s value away',
  ),
  'paper.print': ofOffice('paper', workRights, 'In giấy tờ', 'Print a paper that was issued'),
  'tracking-book.read': ofOffice(
    'office',
    ['create', 'supervise'],
    'Sổ theo dõi hồ sơ',
    'The book of dossiers over a time',
  ),
  'dossier.export': ofOffice(
    'dossier',
    ['supervise'],
    'Xuất toàn bộ hồ sơ cho thanh tra',
    'Everything about one dossier, for inspectors',
  ),
  'notice.list': ofOffice('office', workRights, 'Thông báo', 'What the clocks tell'),
  'notice.mark-read': ofOffice(
    'office',
    workRights,
    'Đánh dấu thông báo đã đọc',
    'Say which notices one has read',
  ),
  'notice.choose': ofAccount(
    'account',
    [],
    'Chọn loại thông báo muốn nhận',
    'Choose which notices come on the page and by mail',
  ),
  'notice.list-mine': ofAccount('account', [], 'Thông báo của mình', 'Own notices'),
  'notice.list-unsent': ofOffice(
    'office',
    ['create', 'seal', 'supervise'],
    'Thông báo chưa gửi được',
    'Notices that did not get through',
  ),
  'notice.resend': ofOffice(
    'notice',
    ['create', 'seal', 'supervise'],
    'Gửi lại thông báo',
    'Send a notice again',
  ),
  'work.assign': ofOffice(
    'office',
    ['create', 'sign', 'seal', 'supervise'],
    'Nhận, giao việc',
    'Claim, give back and assign the steps of dossiers',
  ),
  'work.hand-over': ofBranch(
    'member',
    'Giao lại việc của người nghỉ, chuyển đi',
    'Hand over the open work of somebody who leaves',
  ),
  'filter.list': ofOffice('office', workRights, 'Bộ lọc đã lưu', 'Filters of lists by name'),
  'filter.save': ofOffice('office', workRights, 'Lưu bộ lọc', 'Save and remove filters'),
  'board.read': ofOverseen('Bảng điều hành', 'The board'),
  'alert.read': ofOverseen('Cảnh báo và quy tắc cảnh báo', 'Alerts, and the rules of them'),
  'alert.set': ofOverseen('Đổi quy tắc cảnh báo', 'Change a rule of alerts'),
  'nudge.send': ofOverseen('Nhắc việc', 'Remind those who hold a dossier'),
  'report.make': ofOverseen('Lập báo cáo', 'Make a report'),
  'report.read': ofOverseen('Xem, tải báo cáo', 'Read reports'),
  'target.read': ofOverseen('Xem chỉ tiêu', 'Targets and what was reached'),
  'target.set': ofOverseen('Giao chỉ tiêu', 'Set targets of the offices below'),
  'audit.read': {
    ...ofOverseen('Nhật ký', 'The audit log'),
    rights: ['supervise', 'administer'],
  },
  'what-if.ask': ofOffice('office', ['supervise', 'administer'], 'Thử “Nếu…”', 'What would be if'),
  'marks.read': ofOffice(
    'office',
    ['sign', 'seal'],
    'Xem vị trí chữ ký, dấu',
    'Where signature and seal stand',
  ),
  'marks.move': ofOffice('office', ['sign', 'seal'], 'Dời chữ ký, dấu', 'Move signature and seal'),
  'seal-picture.read': ofOffice(
    'office',
    ['sign', 'seal'],
    'Xem mẫu dấu',
    'The picture of the seal',
  ),
  'seal-picture.set': ofOffice(
    'office',
    ['seal'],
    'Đổi mẫu dấu',
    'Replace the picture of the seal',
  ),
  'signature-picture.read': ofOffice(
    'office',
    ['sign'],
    'Xem mẫu chữ ký của mình',
    'The picture of their own signature',
  ),
  'signature-picture.set': ofOffice(
    'office',
    ['sign'],
    'Đổi mẫu chữ ký của mình',
    'Replace the picture of their own signature',
  ),
  'signing-key.list': ofOffice(
    'office',
    ['sign', 'seal'],
    'Cách ký của mình',
    'How they sign in an office',
  ),
  'signing-key.sign': confirmed(ofOffice('office', ['sign'], 'Khóa để ký', 'The key to sign with')),
  'signing-key.seal': confirmed(
    ofOffice('office', ['seal'], 'Khóa để đóng dấu', 'The key to seal with'),
  ),
  'token.list': ofBranch('unit', 'Xem token ở máy chủ', 'The tokens at our server'),
  'token.assign': confirmed(
    ofBranch('unit', 'Khai báo token là của ai', 'Declare whose a token at our server is'),
  ),
  'token.unlock': ofBranch('unit', 'Báo token đã mở khóa', 'Say that a token was unlocked'),
  'api-key.list': ofOffice(
    'office',
    ['administer'],
    'Xem khóa của phần mềm',
    'Keys of programs for an office',
  ),
  'api-key.make': confirmed(
    ofOffice('office', ['administer'], 'Cấp, thay khóa của phần mềm', 'Make and rotate a key'),
  ),
  'api-key.end': confirmed(
    ofOffice('office', ['administer'], 'Thu hồi khóa của phần mềm', 'Take a key out of force'),
  ),
  'unit.list': ofBranch('unit', 'Cây đơn vị', 'The offices of the branch'),
  'unit.read': ofBranch('unit', 'Xem đơn vị', 'One office of the branch'),
  'unit.add': ofBranch('unit', 'Thêm đơn vị cấp dưới', 'Add an office below'),
  'unit.change': ofBranch('unit', 'Sửa đơn vị', 'Change an office'),
  'unit.close': ofBranch('unit', 'Kết thúc hiệu lực đơn vị', 'Close an office'),
  'unit.merge': confirmed(
    ofBranch('unit', 'Sáp nhập đơn vị', 'Merge an office into its successor'),
  ),
  'unit.import': ofBranch('unit', 'Nhập, xuất đơn vị', 'Import and export offices'),
  'person.list': ofBranch('unit', 'Danh sách người dùng', 'The people of a branch'),
  'person.find': ofBranch('unit', 'Tìm trong danh bạ', 'Find somebody in the whole directory'),
  'person.add': ofBranch('unit', 'Thêm mới người dùng', 'Make an account, or add one to an office'),
  'person.import': ofBranch('unit', 'Nhập danh sách cán bộ', 'Import a list of officers'),
  'person.read': ofBranch('member', 'Xem người dùng', 'One person with their rights'),
  'person.change': ofBranch('member', 'Sửa, kích hoạt người dùng', 'Change or activate an account'),
  'person.reveal': ofBranch(
    'member',
    'Xem số định danh, điện thoại, email của người dùng',
    'A person’s identifier, phone number and e-mail unmasked',
  ),
  'person.reset': confirmed(ofBranch('member', 'Cấp lại mật khẩu', 'Give a password of one use')),
  'person.place': ofBranch('member', 'Thay đổi đơn vị', 'Change the offices of a person'),
  'right.list': ofBranch('unit', 'Bảng quyền của đơn vị', 'Who holds which right in an office'),
  'right.grant': confirmed(ofBranch('member', 'Gán quyền', 'Give a right')),
  'right.end': ofBranch('member', 'Kết thúc quyền', 'End a right'),
  'desk-account.list': ofOffice(
    'office',
    ['open-accounts'],
    'Tài khoản công dân mình đã tạo',
    'The accounts of citizens that one opened',
  ),
  'desk-account.find': ofOffice(
    'office',
    ['open-accounts'],
    'Tra tài khoản công dân',
    'Whether a number has an account',
  ),
  'desk-account.open': ofOffice(
    'office',
    ['open-accounts'],
    'Tạo tài khoản công dân',
    'Open an account for a citizen at the one-stop desk',
  ),
  'computer.list': ofAccount('account', ['sign', 'seal'], 'Máy tính ký của mình', 'Own computers'),
  'computer.pair': confirmed(
    ofAccount('account', ['sign', 'seal'], 'Ghép máy tính', 'Pair a computer'),
  ),
  'computer.remove': ofAccount('account', ['sign', 'seal'], 'Gỡ máy tính', 'Remove a computer'),
  'consent.answer': ofAccount(
    'account',
    ['sign', 'seal'],
    'Chuyển chấp thuận ký',
    'Hand on the consent of a provider',
  ),
  'session.read': ofAccount('account', [], 'Phiên của mình', 'Who is signed in'),
  'password.change': ofAccount('account', [], 'Đổi mật khẩu của mình', 'Change one’s own password'),
  'session.close': ofAccount('account', [], 'Đăng xuất', 'Sign out'),
  'sign-in.methods': ofNobody('Các cách đăng nhập', 'How people may sign in'),
  'provider.begin': ofNobody('Đăng nhập qua nhà cung cấp định danh', 'Sign in at a provider'),
  'provider.return': ofNobody('Trở về từ nhà cung cấp định danh', 'Come back from the provider'),
  'provider.logout': ofNobody('Nhà cung cấp báo đã đăng xuất', 'The provider says who signed out'),
  'session.complete': ofNobody('Nhập mã xác thực lớp hai', 'Give the code after the password'),
  'session.send-code': ofNobody(
    'Gửi lại mã đăng nhập',
    'Have the code after the password sent anew',
  ),
  'proof.challenge': ofNobody(
    'Nhận bài tính chống gửi tự động',
    'Work for a browser, for a captcha',
  ),
  'registration.begin': ofNobody('Gửi mã đăng ký tài khoản', 'Ask for the code of a registration'),
  'registration.finish': ofNobody('Đăng ký tài khoản', 'Make one’s own account'),
  'password.forget': ofNobody(
    'Gửi mã đổi mật khẩu đã quên',
    'Ask for a code in place of a password',
  ),
  'password.renew': ofNobody('Đặt lại mật khẩu đã quên', 'Set a new password by that code'),
  'session.step-up': ofAccount('account', [], 'Xác nhận lại là mình', 'Confirm that it is oneself'),
  'second-factor.read': ofAccount('account', [], 'Xem xác thực hai lớp', 'Own second factor'),
  'second-factor.set': ofAccount('account', [], 'Bật xác thực hai lớp', 'Set up a second factor'),
  'second-factor.change': confirmed(
    ofAccount('account', [], 'Đổi, tắt xác thực hai lớp', 'Change or remove the second factor'),
  ),
  'passkey.list': ofAccount('account', [], 'Khóa bảo mật của tôi', 'Own passkeys'),
  'passkey.add': confirmed(ofAccount('account', [], 'Thêm khóa bảo mật', 'Add a passkey')),
  'passkey.remove': confirmed(ofAccount('account', [], 'Bỏ khóa bảo mật', 'Remove a passkey')),
  'my-session.list': ofAccount('account', [], 'Phiên đăng nhập của tôi', 'Own sessions'),
  'my-session.end': ofAccount('account', [], 'Kết thúc phiên của tôi', 'End own sessions'),
  'my-sign-in.list': ofAccount('account', [], 'Lịch sử đăng nhập của tôi', 'Own sign-ins'),
  'my-data.read': ofAccount('account', [], 'Tải dữ liệu của mình', 'All that is kept of oneself'),
  'my-copy.list': ofAccount('citizen', [], 'Bản sao của tôi', "A citizen's own copies"),
  'my-copy.read': ofAccount('citizen', [], 'Tải bản sao của tôi', "A citizen's own copy"),
  'my-correction.ask': ofAccount(
    'citizen',
    [],
    'Yêu cầu đính chính bản sao của tôi, rút yêu cầu',
    'Ask for a correction of an own copy, or take that back',
  ),
  'my-correction.list': ofAccount(
    'citizen',
    [],
    'Yêu cầu đính chính của tôi',
    'Own requests for corrections',
  ),
  'copy.share': ofEither('copy', 'Chia sẻ bản sao', 'Share a copy by a reference'),
  'copy.list-references': ofEither('copy', 'Các tham chiếu của bản sao', 'References to a copy'),
  'copy.unshare': ofEither('reference', 'Thôi chia sẻ', 'Take a reference out of force'),
  'copy.resolve': {
    ...{ on: 'key', relation: 'key', rights: [], scope: 'vault:read' },
    ...{ vi: 'Lấy bản sao theo tham chiếu', en: 'Resolve a reference' },
  },
  'my-booking.list': ofAccount('citizen', [], 'Lịch hẹn của tôi', "A citizen's own appointments"),
  'booking.offices': ofNobody('Nơi và giờ đặt lịch hẹn', 'Where and when one may book'),
  'booking.hold': ofNobody('Giữ chỗ', 'Keep a place while the form is filled in'),
  'booking.confirm': ofNobody(
    'Xác nhận lịch hẹn bằng liên kết của nó',
    'Confirm an appointment, by its link',
  ),
  'booking.wait': ofNobody('Vào danh sách chờ', 'Wait for a place of a day'),
  'booking.find': ofNobody(
    'Mở lịch hẹn bằng mã lịch hẹn và mã xác nhận',
    'Open an appointment by its code and a one-time code',
  ),
  'booking.keep': ofNobody(
    'Xem, đổi giờ, hủy lịch hẹn bằng liên kết của nó',
    'See, move or cancel an appointment, by its link',
  ),
  'session.open': ofNobody('Đăng nhập', 'Sign in'),
  'copy.verify': ofNobody('Kiểm tra bản sao', 'Verify a copy'),
  'copy.status': ofNobody('Tra theo mã QR', 'The status of a copy by its QR'),
  'dossier.track': ofNobody(
    'Theo dõi theo mã trên giấy tiếp nhận',
    'Where a dossier stands, by its receipt',
  ),
  'register.read': ofNobody('Sổ công khai', 'The public logs of the register books'),
  'copy.follow-link': ofNobody('Tải theo liên kết trong thư', 'A copy by the link in a mail'),
  'program.pair': ofNobody('Ghép chương trình ký', 'The officers’ program pairs, by a code'),
  'program.speak': ofNobody('Chương trình ký', 'The officers’ program, by its signed message'),
} as const satisfies Record<string, Permission>;

type PersonAct = Exclude<Act, (typeof ownActs)[number]>;
/** What people do to a dossier that is there. */
export type DossierAct = Exclude<PersonAct, 'accept'>;
type ActPermissions = {
  [A in PersonAct as `dossier.${A}`]: Permission<A extends 'accept' ? 'office' : 'dossier'>;
};

/** What is signed, sealed or revoked stands for good. */
const confirmedActs: ReadonlySet<Act> = new Set<Act>(['sign', 'seal', 'revoke']);

/** The acts of people; the acceptance is the one that has no dossier yet. */
const actPermissions = Object.fromEntries(
  acts.filter(isOfPeople).map((act): [string, Permission] => {
    const { rights: needed, vi, en } = actDeclarations[act];
    const permission = ofOffice(act === 'accept' ? 'office' : 'dossier', needed, vi, en);
    return [`dossier.${act}`, confirmedActs.has(act) ? confirmed(permission) : permission];
  }),
) as ActPermissions;

export const permissions = { ...actPermissions, ...views };
export type Permissions = typeof permissions;
export type PermissionName = keyof Permissions;

export const permissionNames = Object.keys(permissions) as PermissionName[];

/** Whether one of these rights in an office suffices there. Pure; serves guard and pages. */
export function isPermitted(name: PermissionName, held: readonly Right[]): boolean {
  const { rights: needed }: Permission = permissions[name];
  return needed.length === 0 || needed.some((right) => held.includes(right));
}

function isOfPeople(act: Act): act is PersonAct {
  return !ownActs.some((own) => own === act);
}

function ofOffice<On extends 'office' | 'offices' | 'dossier' | 'letter' | 'paper' | 'notice'>(
  on: On,
  needed: readonly Right[],
  vi: string,
  en: string,
): Permission<On> {
  return { on, relation: 'office', rights: needed, scope: null, vi, en };
}

/** With rights: of one who holds one of them in some office. */
function ofAccount<On extends 'account' | 'citizen'>(
  on: On,
  needed: readonly Right[],
  vi: string,
  en: string,
): Permission<On> {
  return { on, relation: 'own', rights: needed, scope: null, vi, en };
}

/** The copy's own citizen, or who works in its office. */
function ofEither<On extends 'copy' | 'reference'>(on: On, vi: string, en: string): Permission<On> {
  return { on, relation: 'own-or-office', rights: workRights, scope: null, vi, en };
}

function confirmed<On extends Subject>(permission: Permission<On>): Permission<On> {
  return { ...permission, stepUp: true };
}

/** Of an administrator, in the branch below the office where they are one. */
function ofBranch<On extends 'unit' | 'member'>(on: On, vi: string, en: string): Permission<On> {
  return { on, relation: 'branch', rights: ['administer'], scope: null, vi, en };
}

/** Of a supervisor, in their office and the branch below it. */
function ofOverseen(vi: string, en: string): Permission<'overseen'> {
  return { on: 'overseen', relation: 'oversight', rights: ['supervise'], scope: null, vi, en };
}

function ofNobody(vi: string, en: string): Permission<'nobody'> {
  return { on: 'nobody', relation: 'nobody', rights: [], scope: null, vi, en };
}
