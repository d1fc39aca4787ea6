export { mountListDeskAccounts } from './list';
export { mountLookUpCitizen } from './look-up';
export { mountRequestForm } from './request-form';
export { mountSendDeskCode } from './send-code';
export { mountOpenDeskAccount } from './open';
