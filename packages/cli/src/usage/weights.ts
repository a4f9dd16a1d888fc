import type { Command } from "commander";
import type { WeightsCommandOptions } from "../commands/weights.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { overwriteOption } from "./run-options.ts";

/** Define the arguments, options and help of `spikeloom weights`. */
export function describeWeights(command: Command, act: Act): void {
  command
    .description(
      "Print the weights in a result file that recorders of synapses (recordSynapses) have recorded.\n\n" +
        "--network writes the network with each of these projections as a static list of its connections, so that you " +
        "can run the trained network. The lists are in a separate HDF5 file in the same folder.",
    )
    .argument("<file>", "result file")
    .argument("[projection]", "only this projection: its name, or 'E->I'")
    .option(
      "--at <time>",
      "use the last snapshot up to this time, such as 10s (default: the last of all)",
    )
    .option("--csv <file>", "write source, target, weight and delay of each synapse to a CSV file")
    .option("--network <file>", "write a network with these weights, without plasticity")
    .addOption(overwriteOption("existing files"))
    .option("--draw", "draw the distribution in the terminal")
    .option(...jsonOption)
    .action((file: string, projection: string | undefined, options: WeightsCommandOptions) =>
      act(async () =>
        (await import("../commands/weights.ts")).weightsCommand(file, projection, options),
      ),
    );
}
