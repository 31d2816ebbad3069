const EVERY_MS = 2_000;

/**
 * Tells when the process that started this one is gone: a Grafana that was killed cannot ask its plugins to stop, and
 * the one started after it starts new ones. The system gives an orphan another parent, so a change is the sign; a
 * parent with the id 1 is nothing special, because in a container Grafana itself often has it.
 */
export function watchParent(onGone: () => void, parentId: () => number = () => process.ppid, everyMs = EVERY_MS): void {
  const born = parentId();
  const timer = setInterval(() => {
    if (parentId() !== born) {
      clearInterval(timer);
      onGone();
    }
  }, everyMs);
  timer.unref();
}
