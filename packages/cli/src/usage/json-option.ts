/** Flags and help of the option that every command with a result has. */
export const jsonOption = [
  "--json",
  "print one JSON object to standard output, for errors too",
] as const;
