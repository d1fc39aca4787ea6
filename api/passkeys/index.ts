export { mountMyPasskeys } from './mine';
export { mountUsePasskey } from './use';
