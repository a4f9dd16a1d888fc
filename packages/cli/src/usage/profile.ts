import type { Command } from "commander";
import type { ProfileCommandOptions } from "../commands/profile.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addRunOptions, overwriteOption, setOption } from "./run-options.ts";

/** Define the arguments, options and help of `spikeloom profile`. */
export function describeProfile(command: Command, act: Act): void {
  command.description(
    "Run a network and print where the time goes: by phase of a step and by population, the time per event, " +
      "neuron step and synapse, and the real-time factor.\n\n" +
      "Use it when a run is slower than expected, before choosing workers, a tier or a step, and to compare " +
      "machines. The spikes are those of spikeloom run, which does not measure and is faster, especially for small " +
      "networks. Recorded data is discarded unless --out is given.",
  );
  addRunOptions(command)
    .addOption(setOption("value"))
    .option("--out <file>", "also write a result file, which takes additional time")
    .addOption(overwriteOption())
    .option(
      "--plots <folder>",
      "folder of the plot (default: that of the result file, else results)",
    )
    .option("--no-plots", "draw no plot")
    .option("--draw", "also draw the plot in the terminal")
    .option(...jsonOption)
    .action((file: string, options: ProfileCommandOptions) =>
      act(async () => (await import("../commands/profile.ts")).profileCommand(file, options)),
    );
}
