import { type Command, InvalidArgumentError, Option } from "commander";

/** Repeated here so that help need not load the package that defines them. */
const tierNames = ["exact", "compact", "packed"] as const;

const workersHelp =
  "number of threads, which does not affect results (default: all cores from 4 million synapses or " +
  "1 million neuron operations per step, else 1)";

/** Add the options for storage and parallelisation. */
export function addMemoryOptions(command: Command): Command {
  const tier = "precision of stored weights (default: the file's)";
  return command
    .addOption(new Option("--tier <tier>", tier).choices([...tierNames]))
    .option("--workers <number>", workersHelp, countOf("workers"))
    .option(
      "--shards <number>",
      "number of parts, at most 4096, of at most 4 GiB each (default: the number of workers, or more if required)",
      countOf("shards"),
    )
    .addOption(memoryOption());
}

/** Create the option that bounds memory. */
export function memoryOption(): Option {
  const meaning = "memory limit, such as 24GiB (default: available memory)";
  return new Option("--memory <size>", meaning).argParser(bytesOf);
}

/** Create a parser of integers from 1. */
export function countOf(what: string): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= 1) return count;
    throw new InvalidArgumentError(`The number of ${what} must be an integer from 1.`);
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
  throw new InvalidArgumentError(
    'A size is a number of bytes, or a number with a unit, such as "24GiB" or "500 MB".',
  );
}
