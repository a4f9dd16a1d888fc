/** Milliseconds after which a module that waits for something is given up. */
const patience = 60_000;

/** Calls of modules that are under way, while each of which the process must not end. */
let running = 0;
let leave: typeof process.exit | undefined;

/**
 * Run code of a module, which may neither end the process nor wait for ever.
 *
 * A module that waits for what never comes would end Node without a word, or hang. Ending the process becomes an error that is thrown
 * where the module asks for it, and again at the end where the module has caught it.
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

/** Let `process.exit` throw until it is restored. */
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
