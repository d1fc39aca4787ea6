/** Pages of citizens: paths of the server's as of the browser's. */
export const citizenPages = {
  mine: '/my',
  register: '/register',
  forgotten: '/forgotten-password',
} as const;
