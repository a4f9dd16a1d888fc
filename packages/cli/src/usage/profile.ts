import type { Command } from "commander";
import type { ProfileCommandOptions } from "../commands/profile.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addRunOptions, overwriteOption, setOption } from "./run-options.ts";

/** Say what `spikeloom profile` is given, and what it does. */
export function describeProfile(command: Command, act: Act): void {
  command.description(
    "Run a network and tell where the time went: by part of a step and by population, what an " +
      "event, a neuron step and a synapse cost, and how far from real time it is.\n\n" +
      "Use it when a run takes longer than it should, before choosing workers, a tier or a step, " +
      "and to compare machines. Spikes are those of spikeloom run, which does not measure and is " +
      "faster, the more so the smaller the network; what is recorded is dropped unless --out is given.",
  );
  addRunOptions(command)
    .addOption(setOption("value"))
    .option("--out <file>", "write a result file as well, which takes time too")
    .addOption(overwriteOption())
    .option(
      "--plots <folder>",
      "folder of the picture (default: beside the result file, or results)",
    )
    .option("--no-plots", "draw no picture")
    .option("--draw", "draw the picture in the terminal as well")
    .option(...jsonOption)
    .action((file: string, options: ProfileCommandOptions) =>
      act(async () => (await import("../commands/profile.ts")).profileCommand(file, options)),
    );
}
