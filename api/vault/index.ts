export { mountShareCopy } from './share';
export { mountListReferences } from './list';
export { mountUnshareCopy } from './unshare';
export { mountResolveReference } from './resolve';
