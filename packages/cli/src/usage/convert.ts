import { type Command, Option } from "commander";
import type { ConvertCommandOptions } from "../commands/convert.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { outsideOption, seedOption } from "./run-options.ts";

/** Say what `spikeloom convert` is given, and what it does. */
export function describeConvert(command: Command, act: Act): void {
  command
    .description(
      "Write a network as a PyNN script, network.py, with its arrays in a folder data beside it.\n\n" +
        "The script gives the same spikes on NEST: python network.py. It has the connections and values " +
        "that spikeloom run draws with the same seed. What it cannot say, or what NEST does otherwise, is " +
        "printed; a model, rule or stimulus that PyNN has not is an error. It takes another backend too, " +
        "as in python network.py neuron, and --out recorded.npz keeps what it recorded.",
    )
    .argument("<file>", "network file or module")
    .addOption(new Option("--to <target>", "what to write").choices(["pynn"]).makeOptionMandatory())
    .option("--out <folder>", "folder of the script (default: NAME-pynn)")
    .addOption(seedOption())
    .addOption(outsideOption())
    .option(
      "--for <time>",
      "how long the script runs, such as 1s, instead of the network's duration",
    )
    .option(...jsonOption)
    .action((file: string, options: ConvertCommandOptions) =>
      act(async () => (await import("../commands/convert.ts")).convertCommand(file, options)),
    );
}
