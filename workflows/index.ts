export { applyCalendar } from './apply-calendar';
export { certifyCopy } from './certify-copy';
export { runBatch } from './run-batch';
