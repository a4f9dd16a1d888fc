import { type Command, Option } from "commander";
import type { ShowCommandOptions } from "../commands/show.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addMemoryOptions } from "./memory-options.ts";
import { addPluginOptions } from "./plugin-options.ts";
import {
  backendOption,
  backendValueOption,
  formatOption,
  formatValueOption,
  outsideOption,
} from "./run-options.ts";

/** Listed here, as help must not wait for the package that writes code; a test compares. */
export const codeTargetNames = ["wasm", "wgsl", "js"] as const;

/** Say what `spikeloom show` is given, and what it does. */
export function describeShow(command: Command, act: Act): void {
  command
    .description(
      "Show a model as readable equations, any other plugin, a step convention switch by switch, " +
        "or a network as a summary. With --program a network as a paper would print it: the phases of a step " +
        "in order, and what each population and projection does in them, in equations. With --code what is run of it: " +
        "WebAssembly as text, WGSL, or the form that the JavaScript interpreter runs. With MODEL after a network file: a model that the file brings along.",
    )
    .argument(
      "<name or file>",
      "a name from spikeloom list, a network file or module, or a model file",
    )
    .argument("[model]", "name of a model which the network file holds");
  addPluginOptions(addMemoryOptions(command))
    .option("--program", "print what a network does in a step, in equations")
    .addOption(
      new Option("--code <target>", "print the code of each population in a target")
        .conflicts("program")
        .choices([...codeTargetNames]),
    )
    .addOption(backendOption())
    .addOption(backendValueOption())
    .addOption(formatOption())
    .addOption(formatValueOption())
    .addOption(outsideOption())
    .option(...jsonOption)
    .action((name: string, model: string | undefined, options: ShowCommandOptions) =>
      act(async () => (await import("../commands/show.ts")).showCommand(name, model, options)),
    );
}
