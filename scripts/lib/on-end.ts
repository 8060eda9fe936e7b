/**
 * Calls back once this process is to end: on a signal, or when its parent is gone. The shell that npm puts between
 * itself and a script ends on a signal without passing it on.
 */
export function onEnd(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) end();
  }, 200);
  const end = () => {
    clearInterval(timer);
    callback();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
}
