import type { Command } from "commander";
import type { ConvertCommandOptions } from "../commands/convert.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addPluginOptions } from "./plugin-options.ts";
import {
  conventionOption,
  formatOption,
  formatValueOption,
  outsideOption,
  seedOption,
  stepOption,
} from "./run-options.ts";

/** Say what `spikeloom convert` is given, and what it does. */
export function describeConvert(command: Command, act: Act): void {
  command
    .description(
      "Write what a file holds in another format; spikeloom formats lists them, and spikeloom show FORMAT " +
        "says what one takes and may lose. Which format FILE is of, is seen by what is in it. " +
        "What is lost is printed, and the command then ends with exit code 3.\n\n" +
        "As pynn, a network becomes a script, network.py, with its arrays in a folder data beside it. " +
        "The script gives the same spikes on NEST: python network.py. It has the connections and values " +
        "that spikeloom run draws with the same seed. What it cannot say, or what NEST does otherwise, is " +
        "printed; a model, rule or stimulus that PyNN has not is an error. It takes another backend too, " +
        "as in python network.py neuron, and --out recorded.npz keeps what it recorded.\n\n" +
        "--convention and --dt let the network take other steps than its file says, as they do in run: " +
        "--convention nest writes a file of NeuroML as NEST goes through a step.\n\n" +
        "Exit codes: 0 all is written, 1 a file or a network that cannot be written, 2 wrong usage, " +
        "3 written, and something of it is lost (with --strict that is an error, 1).",
    )
    .argument("<file>", "network file or module, or a file of a format")
    .requiredOption("--to <format>", "what to write: a name from spikeloom formats")
    .addOption(formatOption())
    .addOption(formatValueOption())
    .option("--out <path>", "folder of what is written, or the only file (default: NAME-FORMAT)")
    .option("--losses <file>", "write what is lost as JSON; - for standard output")
    .option("--strict", "write nothing where something would be lost")
    .option(
      "--option <name=value...>",
      "an option of the format, as spikeloom show FORMAT has them",
    )
    .addOption(seedOption())
    .addOption(outsideOption())
    .option("--for <time>", "how long a script runs, such as 1s, instead of the network's duration")
    .addOption(stepOption())
    .addOption(conventionOption());
  addPluginOptions(command)
    .option(...jsonOption)
    .action((file: string, options: ConvertCommandOptions) =>
      act(async () => (await import("../commands/convert.ts")).convertCommand(file, options)),
    );
}
