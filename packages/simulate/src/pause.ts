/** Yield to timers, signals and file operations. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else afterMessage(resolve);
  });
}

/** Browsers have no setImmediate and delay nested timers by 4 ms; a message is delivered without delay. */
function afterMessage(then: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    port1.close();
    then();
  });
  port1.start();
  port2.postMessage(undefined);
}
