export { applyCalendar } from './apply-calendar';
export { certifyCopy } from './certify-copy';
