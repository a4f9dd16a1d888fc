import { type Command, InvalidArgumentError, Option } from "commander";

/** Listed here, as help must not wait for the package that holds them. */
const tierNames = ["exact", "compact", "packed"] as const;

const workersHelp =
  "threads; results do not depend on them (default: all cores from 4 million synapses or " +
  "1 million operations of neurons a step on, else 1)";

/** Add the options that decide how a network is kept and shared out. */
export function addMemoryOptions(command: Command): Command {
  const tier = "how exactly weights are kept, instead of the file's";
  return command
    .addOption(new Option("--tier <tier>", tier).choices([...tierNames]))
    .option("--workers <number>", workersHelp, countOf("workers"))
    .option(
      "--shards <number>",
      "parts, at most 4096, each with a memory of at most 4 GiB (default: as many as workers, or as it takes)",
      countOf("shards"),
    )
    .addOption(memoryOption());
}

/** Make the option that bounds memory. */
export function memoryOption(): Option {
  const meaning = "most that it may take, such as 24GiB (default: what the machine has left)";
  return new Option("--memory <size>", meaning).argParser(bytesOf);
}

/** Make what reads a number from 1 on. */
export function countOf(what: string): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= 1) return count;
    throw new InvalidArgumentError(`The number of ${what} is a whole number, at least 1.`);
  };
}

const byteUnits: Readonly<Record<string, number>> = {
  "": 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

function bytesOf(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text) ?? [];
  const key = unit.toUpperCase();
  const factor = Object.hasOwn(byteUnits, key) ? (byteUnits[key] ?? 0) : 0;
  const bytes = Math.floor(Number(number) * factor);
  if (bytes > 0 && Number.isSafeInteger(bytes)) return bytes;
  throw new InvalidArgumentError('A size is a number of bytes, or such as "24GiB" or "500 MB".');
}
