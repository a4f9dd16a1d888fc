/** Number of calls that currently block it, and the function that ends the process. */
let refusals = 0;
let leave: typeof process.exit | undefined;

/** End the process, also while code of a module is prevented from doing so. */
export function exitProcess(code: number): never {
  return (leave ?? process.exit).call(process, code);
}

/** Make `process.exit` throw; returns a function that restores it. */
export function refuseExit(onExit: (fault: Error) => void): () => void {
  leave ??= process.exit;
  refusals++;
  process.exit = (code) => {
    const fault = new Error(`it ends the process by process.exit(${code ?? ""})`);
    onExit(fault);
    throw fault;
  };
  return () => {
    refusals--;
    if (refusals > 0 || leave === undefined) return;
    process.exit = leave;
    leave = undefined;
  };
}
