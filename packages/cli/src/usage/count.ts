import { InvalidArgumentError } from "commander";

/** Read a whole number from 0 on, or refuse the option. */
export function countOf(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError("It is a whole number from 0 on.");
}
