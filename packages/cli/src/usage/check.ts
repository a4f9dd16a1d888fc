import type { Command } from "commander";
import type { CheckCommandOptions } from "../commands/check.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addMemoryOptions } from "./memory-options.ts";
import { addPluginOptions } from "./plugin-options.ts";
import {
  backendOption,
  backendValueOption,
  conventionOption,
  formatOption,
  formatValueOption,
  outsideOption,
  stepOption,
  targetOption,
} from "./run-options.ts";

/** Define the arguments, options and help of `spikeloom check`. */
export function describeCheck(command: Command, act: Act): void {
  command
    .description(
      "Check networks without running them, and print all errors at once.\n\n" +
        'FILE is a network file, a program file, a module, a training file, or a JSON file whose "kind" is neuron, synapse or ' +
        "plasticity, which is checked as a model. For a folder, all networks and models in JSON in it and below are " +
        "checked.\n\n" +
        "For a training file (JSON, or a module that exports training and no network), check does everything up to " +
        "the first training step: it loads and encodes the data.",
    )
    .argument(
      "<file...>",
      "network files, program files, modules, model files, training files, folders, or glob patterns",
    );
  addPluginOptions(addMemoryOptions(command))
    .addOption(stepOption())
    .addOption(conventionOption())
    .addOption(backendOption())
    .addOption(backendValueOption())
    .addOption(targetOption())
    .addOption(formatOption())
    .addOption(formatValueOption())
    .addOption(outsideOption())
    .option(...jsonOption)
    .action((files: readonly string[], { target, ...options }: CheckCommandOptions) => {
      // Without an explicit target, none is required.
      const asked = command.getOptionValueSource("target") === "default" ? undefined : target;
      return act(async () =>
        (await import("../commands/check.ts")).checkCommand(files, { ...options, target: asked }),
      );
    });
}
