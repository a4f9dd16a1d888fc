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
  outsideOption,
  stepOption,
  targetOption,
} from "./run-options.ts";

/** Say what `spikeloom check` is given, and what it does. */
export function describeCheck(command: Command, act: Act): void {
  command
    .description(
      "Check a network in full without running it, and print all its errors at once. " +
        'A file in JSON whose "kind" is neuron, synapse or plasticity is checked as a model.',
    )
    .argument("<file>", "network file, module or model file");
  addPluginOptions(addMemoryOptions(command))
    .addOption(stepOption())
    .addOption(conventionOption())
    .addOption(backendOption())
    .addOption(backendValueOption())
    .addOption(targetOption())
    .addOption(outsideOption())
    .option(...jsonOption)
    .action((file: string, options: CheckCommandOptions) =>
      act(async () => (await import("../commands/check.ts")).checkCommand(file, options)),
    );
}
