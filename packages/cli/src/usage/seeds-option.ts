import { InvalidArgumentError, Option } from "commander";

/** Create the option that repeats a network with several seeds. */
export function seedsOption(): Option {
  return new Option(
    "--seeds <seeds>",
    "number of seeds, starting with the network's own, or a list: 10, or 1,2,5",
  ).argParser(seedsOf);
}

function seedsOf(text: string): number | readonly number[] {
  const list = text.split(",").map((one) => one.trim());
  const numbers = list.map(Number);
  if (list.every((one) => /^\d+$/.test(one)) && numbers.every(Number.isSafeInteger)) {
    const [count = 0] = numbers;
    if (numbers.length > 1) return numbers;
    if (count >= 1) return count;
  }
  throw new InvalidArgumentError("Give a number of seeds, such as 10, or a list, such as 1,2,5.");
}
