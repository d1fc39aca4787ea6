export { mountEndSchedule } from './end';
export { mountListSchedules } from './list';
export { mountRunSchedule } from './run';
export { mountSetSchedule } from './set';
