export { mountChooseNotices, mountListNoticeChoices } from './choices';
export { mountListNotices, mountReadNotices } from './list';
export { mountListMyNotices } from './list-mine';
export { mountListUnsentNotices } from './list-unsent';
export { mountResendNotice } from './resend';
