import { type Command, InvalidArgumentError, Option } from "commander";
import type { SweepCommandOptions } from "../sweep/sweep-options.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { countOf, memoryOption } from "./memory-options.ts";
import { addSimulationOptions, setOption } from "./run-options.ts";
import { seedsOption } from "./seeds-option.ts";

/** Define the arguments, options and help of `spikeloom sweep`. */
export function describeSweep(command: Command, act: Act): void {
  command.description(
    "Run a network for each combination of parameter values and each seed. Write all results to one HDF5 file, a " +
      "table (CSV), and plots of each measure against one parameter or over two.\n\n" +
      "PATH has the form used in errors, such as populations.E.parameters.tau_m or projections.E->I.weight. VALUES " +
      "are 10ms,20ms, linspace(10ms,30ms,5), logspace(1,100,5), draw(uniform,0,1,20), draw(normal,5mV,1mV,20) or " +
      "JSON. All runs are checked before the first one starts.\n\n" +
      "Repeat the command to resume a sweep that was stopped or killed. FILE may be a job list written by --plan; " +
      "several processes can work on one list.",
  );
  addSimulationOptions(command)
    .addOption(setOption("values"))
    .addOption(seedsOption())
    .option(
      "--zip",
      "pair the values (first with first, second with second) instead of forming a grid",
    )
    .option(
      "--workers <number>",
      "number of simultaneous runs, each in its own thread on one core (default: 1)",
      countOf("workers"),
    )
    .addOption(memoryOption())
    .option("--from <time>", "start of the measurement, such as 200ms")
    .addOption(measureOption())
    .option("--out <file>", "result file (default: results/NAME-sweep.h5)")
    .option("--overwrite", "overwrite the results of a different sweep")
    .option("--parquet", "also write the table as Parquet")
    .option("--plots <folder>", "folder of the plots (default: that of the result file)")
    .option("--no-plots", "draw no plots")
    .option("--plan [file]", "only write the job list (default: results/NAME-sweep.plan.json)")
    .addOption(
      new Option("--array <system>", "only write the job list and a job array script").choices([
        "slurm",
        "plain",
      ]),
    )
    .option("--job <number>", "only run the job with this number, from 0", jobOf)
    .addOption(
      new Option("--missing", "only print the numbers of the unfinished jobs: 3,5,17").conflicts(
        "overwrite",
      ),
    )
    .addOption(new Option("--begin").hideHelp())
    .addOption(new Option("--tied").hideHelp())
    .addOption(new Option("--svg").hideHelp())
    .option(...jsonOption)
    .option("--quiet", "print only errors")
    .action((file: string, options: SweepCommandOptions) =>
      act(async () => (await import("../commands/sweep.ts")).sweepCommand(file, options)),
    );
}

/** Repeated here so that help need not load the analysis; a test compares both. */
export const measureNames = [
  "rate",
  "cv",
  "cv2",
  "lv",
  "fano",
  "correlation",
  "synchrony",
] as const;

/** Create the option that chooses the measures of each run. */
function measureOption(): Option {
  const meaning = `measures of each population: ${measureNames.join(", ")}`;
  return new Option("--measure <names>", `${meaning} (default: rate,cv)`).argParser(
    (text: string): readonly (typeof measureNames)[number][] => {
      const asked = text.split(",").map((one) => one.trim());
      const found = measureNames.filter((name) => asked.includes(name));
      if (found.length === new Set(asked).size) return found;
      throw new InvalidArgumentError(
        `Expected a comma-separated list of ${measureNames.join(", ")}.`,
      );
    },
  );
}

function jobOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A job number must be an integer from 0.");
}
