import type { Command } from "commander";
import type { RunCommandOptions } from "../commands/run.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addRunOptions, overwriteOption, setOption } from "./run-options.ts";
import { seedsOption } from "./sweep.ts";

/** Say what `spikeloom run` is given, and what it does. */
export function describeRun(command: Command, act: Act): void {
  command.description(
    "Run a network and write what its recorders recorded.\n\n" +
      'FILE is a network in JSON, or a TypeScript or JavaScript module with an export "network": ' +
      "a network, or a function that returns one.\n\n" +
      "--set PATH=VALUE sets a part of the network, such as populations.E.parameters.tau_m=15ms, or a parameter of the module. " +
      "--seeds 10 makes ten runs, results/NAME-seed1.h5 and so on, and prints what they have in common.\n\n" +
      "Ctrl-C ends the run and keeps what was recorded; a second Ctrl-C ends it at once.\n\n" +
      "With --checkpoint a run that was killed, or is to go on for longer, can be continued: " +
      "spikeloom run network.json --continue. It then ends as if it had never stopped.",
  );
  addRunOptions(command)
    .addOption(setOption("value"))
    .addOption(seedsOption())
    .option("--out <file>", "result file (default: results/NAME.h5)")
    .addOption(overwriteOption())
    .option(
      "--format <name>",
      "write the result in this format too, beside it, such as nwb or csv; may be repeated",
      (name: string, before: readonly string[] = []) => [...before, name],
    )
    .option(
      "--checkpoint <time>",
      "save where the run is after each such simulated time, such as 10s, beside the result file",
    )
    .option(
      "--continue",
      "go on from the last checkpoint; with --checkpoint from the start if there is none",
    )
    .option("--plots <folder>", "folder of the pictures (default: beside the result file)")
    .option("--no-plots", "draw no pictures")
    .option("--draw", "draw the raster in the terminal as well")
    .option(...jsonOption)
    .option("--quiet", "print nothing but errors")
    .action((file: string, options: RunCommandOptions) =>
      act(async () => {
        if (options.seeds === undefined) {
          return await (await import("../commands/run.ts")).runCommand(file, options);
        }
        return await (await import("../commands/run-seeds.ts")).runSeeds(file, options);
      }),
    );
}
