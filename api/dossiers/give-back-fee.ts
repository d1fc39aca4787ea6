import { feeRoute } from './settle-fee';

/** "Đã trả lại phí": of who was refused or took the papers back, or too much by a correction. */
export const mountGiveBackFee = feeRoute('give-back-fee');
