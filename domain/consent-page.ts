/** Path of our page that providers of remote signatures send people back to, with their consent. */
export const consentReturnPath = '/signing-consent';
