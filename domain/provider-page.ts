/** Path of our page that the provider of identities sends people back to. */
export const providerReturnPath = '/sign-in-return';
