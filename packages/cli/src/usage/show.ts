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

/** Repeated here so that help need not load the compiler; a test compares both. */
export const codeTargetNames = ["wasm", "wgsl", "js"] as const;

/** Define the arguments, options and help of `spikeloom show`. */
export function describeShow(command: Command, act: Act): void {
  command
    .description(
      "Show a model as equations, any other plugin, a step convention, or a summary of a network.\n\n" +
        "--program prints the equations of a network in the order of a step: what each population and projection " +
        "computes in each phase. --code prints compiled code: WebAssembly as text, WGSL, or the form that the " +
        "JavaScript interpreter runs. MODEL after a network file shows a model defined in it.",
    )
    .argument(
      "<name or file>",
      "a name from spikeloom list, a network file or module, or a model file",
    )
    .argument("[model]", "name of a model defined in the network file");
  addPluginOptions(addMemoryOptions(command))
    .option("--program", "print the equations of a step of the network")
    .addOption(
      new Option("--code <target>", "print the compiled code of each population")
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
