/**
 * Tells whoever started this process that it does its work now, and from then on answers when it is asked whether it
 * still does. A supervisor waits for both; under systemd or in a container there is nobody to tell, and nothing
 * happens. Where the supervisor dies, this process ends as it does on SIGTERM.
 */
export function reportReady(): void {
  if (!process.send) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.on('message', (message) => {
    if (message === 'answers?') process.send?.('answers');
  });
  // Listening for its end must not keep a process that has nothing left to do.
  process.channel?.unref();
  process.send('ready');
}
