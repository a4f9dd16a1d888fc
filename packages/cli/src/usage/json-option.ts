/** Flags and meaning of the option that every command with an outcome has. */
export const jsonOption = [
  "--json",
  "print one JSON object on standard output, also for errors",
] as const;
