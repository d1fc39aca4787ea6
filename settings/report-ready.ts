/**
 * Tells whoever started this process that it does its work now. A supervisor waits for it; under
 * systemd or in a container there is nobody to tell, and nothing happens. Where the supervisor dies,
 * this process ends as it does on SIGTERM.
 */
export function reportReady(): void {
  if (!process.send) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Listening for its end must not keep a process that has nothing left to do.
  process.channel?.unref();
  process.send('ready');
}
