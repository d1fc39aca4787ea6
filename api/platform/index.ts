export { mountHealth } from './health';
export { mountDescription } from './describe';
