/** What the command ends with; the numbers are part of its interface. */
export const exitCodes = {
  fine: 0,
  /** Bad input, or anything else that has a code. */
  refused: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A value was no longer finite; what was recorded until then is kept. */
  diverged: 3,
  /** A conversion lost something; all that could be written is. */
  lost: 3,
  /** A fault of ours (EX_SOFTWARE of sysexits.h). */
  unexpected: 70,
  /** 128 + the number of the signal, as shells have it. */
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** The code that a command ends with after a signal. */
export function exitCodeOfSignal(signal: string | undefined): number {
  if (signal === "SIGHUP") return exitCodes.hungUp;
  return signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
}
