export { mountListMyCopies } from './list-my-copies';
export { mountGetMyCopy } from './get-my-copy';
export { mountGetPublicCopy } from './get-public';
export { mountFollowLink } from './follow-link';
export { mountRevokeCopy } from './revoke';
export { mountListChecks } from './list-checks';
