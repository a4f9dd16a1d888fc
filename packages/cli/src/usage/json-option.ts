/** Flags and help of the option of every command with a result. */
export const jsonOption = [
  "--json",
  "print one JSON object to standard output, for errors too",
] as const;
