export { mountListAlerts } from './list';
export { mountSetAlertRule } from './set';
