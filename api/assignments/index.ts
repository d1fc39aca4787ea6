/** Who holds which step. */
export { mountAssign } from './assign';
export { mountListHolders } from './list-holders';
export { mountHandOver as mountHandOverWork, mountListOpenWork } from './hand-over';
