import { type Command, InvalidArgumentError, Option } from "commander";
import type { SweepCommandOptions } from "../sweep/sweep-options.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { countOf, memoryOption } from "./memory-options.ts";
import { addSimulationOptions, setOption } from "./run-options.ts";

/** Say what `spikeloom sweep` is given, and what it does. */
export function describeSweep(command: Command, act: Act): void {
  command.description(
    "Run a network for each value of its parameters and each seed; write all results into one HDF5 file, a table (CSV), and pictures of each measure against the parameter, or over two of them.\n\n" +
      "PATH is that of an error, such as populations.E.parameters.tau_m or projections.E->I.weight. VALUES are 10ms,20ms, " +
      "linspace(10ms,30ms,5), logspace(1,100,5), draw(uniform,0,1,20), draw(normal,5mV,1mV,20) or JSON. All runs are checked before the first begins.\n\n" +
      "A sweep that was stopped or killed goes on where it was: give the same command again. " +
      "FILE may be a list of jobs that --plan wrote; several processes may do one list at a time.",
  );
  addSimulationOptions(command)
    .addOption(setOption("values"))
    .addOption(seedsOption())
    .option("--zip", "first values together, then second ones, instead of each with each")
    .option(
      "--workers <number>",
      "runs at a time, each on one core in a process of its own (default: 1)",
      countOf("workers"),
    )
    .addOption(memoryOption())
    .option("--from <time>", "measure from this time on, such as 200ms")
    .addOption(measureOption())
    .option("--out <file>", "file of all results (default: results/NAME-sweep.h5)")
    .option("--overwrite", "write over the results of another sweep of this name")
    .option("--parquet", "write the table as Parquet, too")
    .option("--plots <folder>", "folder of the pictures (default: beside the file of results)")
    .option("--no-plots", "draw no pictures")
    // What only writes a list makes no result that could take the place of another.
    .addOption(
      new Option(
        "--plan [file]",
        "only write the list of jobs (default: results/NAME-sweep.plan.json)",
      ).conflicts("overwrite"),
    )
    .addOption(
      new Option("--array <system>", "only write the list and a job array script")
        .choices(["slurm", "plain"])
        .conflicts("overwrite"),
    )
    .option("--job <number>", "only run the job of this number, counted from 0", jobOf)
    .addOption(
      new Option(
        "--missing",
        "only print the numbers of the jobs that are not done yet: 3,5,17",
      ).conflicts("overwrite"),
    )
    .addOption(new Option("--begin").hideHelp())
    .addOption(new Option("--worker").hideHelp())
    .addOption(new Option("--tied").hideHelp())
    .addOption(new Option("--svg").hideHelp())
    .option(...jsonOption)
    .option("--quiet", "print nothing but errors")
    .action((file: string, options: SweepCommandOptions) =>
      act(async () => (await import("../commands/sweep.ts")).sweepCommand(file, options)),
    );
}

/** Make the option that repeats a network with several seeds. */
export function seedsOption(): Option {
  return new Option(
    "--seeds <seeds>",
    "how many seeds, from the network's own on, or which: 10, or 1,2,5",
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

/** Listed here, as help must not wait for what measures; a test compares. */
export const measureNames = [
  "rate",
  "cv",
  "cv2",
  "lv",
  "fano",
  "correlation",
  "synchrony",
] as const;

/** Make the option that chooses what is measured of each run. */
function measureOption(): Option {
  const meaning = `what is measured of each population: ${measureNames.join(", ")}`;
  return new Option("--measure <names>", `${meaning} (default: rate,cv)`).argParser(
    (text: string): readonly (typeof measureNames)[number][] => {
      const asked = text.split(",").map((one) => one.trim());
      const found = measureNames.filter((name) => asked.includes(name));
      if (found.length === new Set(asked).size) return found;
      throw new InvalidArgumentError(`Give some of ${measureNames.join(", ")}, parted by commas.`);
    },
  );
}

function jobOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("The number of a job is a whole number from 0.");
}
