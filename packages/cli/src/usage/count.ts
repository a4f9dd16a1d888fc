import { InvalidArgumentError } from "commander";

/** Parse an integer from 0, or refuse the option. */
export function countOf(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError("Expected an integer from 0.");
}
