export { mountSignInMethods } from './methods';
export { mountBeginProvider } from './begin';
export { mountReturnFromProvider } from './return';
export { mountProviderLogout } from './logout';
