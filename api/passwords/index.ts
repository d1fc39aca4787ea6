export { mountForgetPassword } from './forget';
export { mountRenewPassword } from './renew';
