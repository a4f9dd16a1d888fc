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

/** Say what `spikeloom check` is given, and what it does. */
export function describeCheck(command: Command, act: Act): void {
  command
    .description(
      "Check networks in full without running them, and print all their errors at once. " +
        'A file in JSON whose "kind" is neuron, synapse or plasticity is checked as a model. ' +
        "A training file, in JSON or a module that exports training and no network, is checked as spikeloom train begins it: " +
        "its data are opened and encoded, and nothing is learnt. " +
        "Of a folder all networks and models in JSON are checked, below it too.",
    )
    .argument(
      "<file...>",
      "network files, modules, model files, training files, folders or patterns of them",
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
      // What nobody has asked for is refused of no file.
      const asked = command.getOptionValueSource("target") === "default" ? undefined : target;
      return act(async () =>
        (await import("../commands/check.ts")).checkCommand(files, { ...options, target: asked }),
      );
    });
}
