/** What the command ends with; the numbers are part of its interface. */
export const exitCodes = {
  fine: 0,
  /** Bad input, or anything else that has a code. */
  refused: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A value was no longer finite; what was recorded until then is kept. */
  diverged: 3,
  /** A fault of ours (EX_SOFTWARE of sysexits.h). */
  unexpected: 70,
  /** 128 + the number of the signal, as shells have it. */
  interrupted: 130,
  terminated: 143,
} as const;
