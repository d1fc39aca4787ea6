export { mountListTargets } from './list';
export { mountSetTargets } from './set';
