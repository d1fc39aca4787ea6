export { mountEndSchedule } from './end';
export { mountListSchedules } from './list';
export { mountSetSchedule } from './set';
