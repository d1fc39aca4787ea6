export { applyCalendar } from './calendars/apply-calendar';
export { keepBooking } from './bookings/keep-booking';
export { certifyCopy } from './dossiers/certify-copy';
export { renewArchives } from './copies/renew-archives';
export { tidyContents } from './contents/tidy-contents';
export { runBatch } from './batches/run-batch';
export { learnLateness } from './forecasts/learn-lateness';
export { makeReport } from './reports/make-report';
