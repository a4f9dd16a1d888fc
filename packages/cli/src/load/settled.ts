/** Milliseconds after which a pending module is abandoned. */
const patience = 60_000;

/** Number of pending calls into modules. `process.exit` throws while there is one. */
let running = 0;
let leave: typeof process.exit | undefined;

/**
 * Run code of a module that must neither end the process nor stay pending.
 *
 * Without this, Node exits silently once only a pending module is left. `process.exit` throws where the module calls it, and
 * again at the end if the module has caught the error.
 */
export async function settled<T>(act: () => Promise<T>): Promise<T> {
  const exits: Error[] = [];
  const restore = refuseExit((fault) => exits.push(fault));
  let giveUp: (fault: Error) => void = () => undefined;
  const never = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const idle = (): void => giveUp(new Error("it waits for something that never comes"));
  const seconds = `${patience / 1000} s`;
  const timer = setTimeout(() => giveUp(new Error(`it is not done after ${seconds}`)), patience);
  timer.unref();
  process.once("beforeExit", idle);
  try {
    const value = await Promise.race([act(), never]);
    const [exit] = exits;
    if (exit !== undefined) throw exit;
    return value;
  } finally {
    clearTimeout(timer);
    process.off("beforeExit", idle);
    restore();
  }
}

/** Make `process.exit` throw; returns a function that restores it. */
function refuseExit(onExit: (fault: Error) => void): () => void {
  leave ??= process.exit;
  running++;
  process.exit = (code) => {
    const fault = new Error(`it ends the process by process.exit(${code ?? ""})`);
    onExit(fault);
    throw fault;
  };
  return () => {
    running--;
    if (running > 0 || leave === undefined) return;
    process.exit = leave;
    leave = undefined;
  };
}
