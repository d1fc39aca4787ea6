export { mountFeeQuote } from './quote-fee';
export { mountCounter } from './get-counter';
export { mountFindRequester } from './find-requester';
export { mountFindEarlier, mountTakeEarlier } from './find-earlier';
