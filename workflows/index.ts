export { applyCalendar } from './apply-calendar';
export { certifyCopy } from './certify-copy';
export { renewArchives } from './renew-archives';
export { runBatch } from './run-batch';
