import { feeRoute } from './settle-fee';

/** "Đã thu phí": what was not taken at the acceptance, or is more by a correction. */
export const mountTakeFee = feeRoute('take-fee');
