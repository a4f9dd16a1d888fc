import { type Command, InvalidArgumentError, Option } from "commander";
import type { ConvertCommandOptions } from "../commands/convert.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { countOf, memoryOption } from "./memory-options.ts";
import { addPluginOptions } from "./plugin-options.ts";
import {
  conventionOption,
  formatOption,
  formatValueOption,
  outsideOption,
  overwriteOption,
  seedOption,
  stepOption,
} from "./run-options.ts";

/** Repeated here so that help need not load the package that defines them. */
const rules = ["percentile", "largest", "least-error"] as const;

function numberOf(text: string): number {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new InvalidArgumentError("Samples are counted from 0.");
}

/** Define the arguments, options and help of `spikeloom convert`. */
export function describeConvert(command: Command, act: Act): void {
  command
    .description(
      "Convert a network or a result to another format. spikeloom formats lists the formats; spikeloom show FORMAT " +
        "prints the options and possible losses of one. The format of FILE is detected from its content. Losses are " +
        "printed, and the command then exits with code 3.\n\n" +
        "As pynn, a network becomes a script, network.py, with its arrays in the folder data. Run it with python " +
        "network.py: on NEST it gives the same spikes. It contains the connections and values that spikeloom run " +
        "draws with the same seed. Properties that PyNN cannot represent, or that NEST handles differently, are " +
        "printed as losses; models, rules and stimuli without an equivalent in PyNN are errors. python network.py " +
        "neuron uses another backend; --out recorded.npz saves the recorded data.\n\n" +
        "--convention and --dt override the network's convention and step, as in run: --convention nest writes a " +
        "NeuroML file with NEST's step order.\n\n" +
        "Layers of ONNX and Keras become a spiking network that receives one input: --samples names a NumPy file of " +
        "inputs that determine the ranges of layers, --sample the one that the network receives.\n\n" +
        "Exit codes: 0 written completely, 1 cannot be written, 2 wrong usage, 3 written with losses (with --strict " +
        "an error, 1).",
    )
    .argument("<file>", "network file, module, or file in any format")
    .requiredOption("--to <format>", "output format: a name from spikeloom formats")
    .addOption(formatOption())
    .addOption(formatValueOption())
    .option(
      "--out <path>",
      "output folder, or output file if there is only one (default: NAME-FORMAT)",
    )
    .option("--losses <file>", "write losses as JSON; - for standard output")
    .addOption(overwriteOption("existing files"))
    .option("--strict", "write nothing if anything would be lost")
    .option(
      "--option <name=value...>",
      "option of the output format; spikeloom show FORMAT lists them",
    )
    .addOption(seedOption())
    .addOption(outsideOption())
    .option("--for <time>", "duration of the script, such as 1s (default: that of the network)")
    .addOption(stepOption())
    .addOption(conventionOption())
    .addOption(memoryOption())
    .option("--samples <file>", "NumPy file of inputs by which layers become a spiking network")
    .option(
      "--sample <number>",
      "number of the sample that the network receives (default: 0)",
      numberOf,
    )
    .option(
      "--levels <number>",
      "maximum spikes of a converted neuron (default: 8)",
      countOf("levels"),
    )
    .addOption(
      new Option("--threshold <rule>", "value of the maximum number of spikes").choices([...rules]),
    );
  addPluginOptions(command)
    .option(...jsonOption)
    .action((file: string, options: ConvertCommandOptions) =>
      act(async () => (await import("../commands/convert.ts")).convertCommand(file, options)),
    );
}
