import type { Command } from "commander";
import type { WeightsCommandOptions } from "../commands/weights.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";

/** Say what `spikeloom weights` is given, and what it does. */
export function describeWeights(command: Command, act: Act): void {
  command
    .description(
      "Print the weights in a result file: those that recordSynapses of the network wrote down.\n\n" +
        "--network writes the network with each of these projections as the list of its connections, " +
        "without plasticity: what has been learned can be run again. The lists are in an HDF5 file beside it.",
    )
    .argument("<file>", "result file")
    .argument("[projection]", "only this one: its name, or its ends such as 'E->I'")
    .option("--at <time>", "the last snapshot until then, such as 10s (default: the last one)")
    .option("--csv <file>", "write source, target, weight and delay of each synapse")
    .option("--network <file>", "write a network in which they are fixed")
    .option("--draw", "draw the distribution in the terminal")
    .option(...jsonOption)
    .action((file: string, projection: string | undefined, options: WeightsCommandOptions) =>
      act(async () =>
        (await import("../commands/weights.ts")).weightsCommand(file, projection, options),
      ),
    );
}
