import { type Command, Option } from "commander";
import type { RunCommandOptions } from "../commands/run.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { countOf } from "./memory-options.ts";
import { addRunOptions, overwriteOption, setOption } from "./run-options.ts";
import { seedsOption } from "./seeds-option.ts";

/** Define the arguments, options and help of `spikeloom run`. */
export function describeRun(command: Command, act: Act): void {
  command.description(
    "Run a network, and write recorded data and plots.\n\n" +
      'FILE is a network file, or a TypeScript or JavaScript module with an export "network": a network, or a ' +
      "function that returns one. It may also be a program written by spikeloom show --program --json; its recorded " +
      "data are written as CSV files.\n\n" +
      "--set PATH=VALUE sets a value in the network, such as populations.E.parameters.tau_m=15ms, or a parameter of " +
      "the module. --seeds 10 makes ten runs, results/NAME-seed1.h5 and so on, and prints their mean and standard " +
      "deviation. --batch 64 does the same with 64 copies at once, which share the cores; --workers limits their " +
      "number.\n\n" +
      "Ctrl-C stops the run and keeps recorded data; a second Ctrl-C exits immediately.\n\n" +
      "With --checkpoint you can resume a run that was killed, or extend it: spikeloom run network.json --continue. " +
      "The result equals that of an uninterrupted run.",
  );
  addRunOptions(command)
    .addOption(setOption("value"))
    .addOption(seedsOption())
    .addOption(batchOption())
    .option("--out <file>", "result file (default: results/NAME.h5)")
    .addOption(overwriteOption())
    .option(
      "--format <name>",
      "also write the result in this format, such as nwb or csv; may be repeated",
      (name: string, before: readonly string[] = []) => [...before, name],
    )
    .option(
      "--checkpoint <time>",
      "save a checkpoint after each interval of simulated time, such as 10s",
    )
    .option(
      "--continue",
      "resume from the last checkpoint; with --checkpoint, start from the beginning if there is none",
    )
    .option("--plots <folder>", "folder of the plots (default: that of the result file)")
    .option("--no-plots", "draw no plots")
    .option("--draw", "also draw the raster in the terminal")
    .option(...jsonOption)
    .option("--quiet", "print only errors")
    .action((file: string, options: RunCommandOptions) =>
      act(async () => {
        const { isProgramFile } = await import("../is-network-file.ts");
        if (isProgramFile(file)) {
          const { runProgramCommand } = await import("../commands/run-program.ts");
          return await runProgramCommand(file, options);
        }
        if (options.seeds === undefined && options.batch === undefined) {
          return await (await import("../commands/run.ts")).runCommand(file, options);
        }
        return await (await import("../commands/run-seeds.ts")).runSeeds(file, options);
      }),
    );
}

/** Create the option that runs copies at once. */
function batchOption(): Option {
  const meaning =
    "number of copies with consecutive seeds to run at once, in one thread each; without a number, those of --seeds";
  return new Option("--batch [copies]", meaning).argParser(countOf("copies"));
}
