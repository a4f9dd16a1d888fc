/** Exit codes of the command; the numbers are part of its interface. */
export const exitCodes = {
  fine: 0,
  /** Bad input, or anything else with a code. */
  refused: 1,
  /** The command line itself is invalid. */
  usage: 2,
  /** A value was no longer finite; recordings until then are kept. */
  diverged: 3,
  /** A conversion lost something; everything else was written. */
  lost: 3,
  /** A fault of ours (EX_SOFTWARE of sysexits.h). */
  unexpected: 70,
  /** 128 + the number of the signal, as in shells. */
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** The exit code of a command after a signal. */
export function exitCodeOfSignal(signal: string | undefined): number {
  if (signal === "SIGHUP") return exitCodes.hungUp;
  return signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
}
