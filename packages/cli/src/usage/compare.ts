import type { Command } from "commander";
import type { CompareCommandOptions } from "../commands/compare.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addPluginOptions } from "./plugin-options.ts";
import { outsideOption } from "./run-options.ts";

/** Define the arguments, options and help of `spikeloom compare`. */
export function describeCompare(command: Command, act: Act): void {
  command
    .description(
      "Compare two trained networks on their test samples: accuracy with its confidence interval, loss, spikes, " +
        "synaptic operations, multiplications, memory, latency, and energy as a range of published values with their " +
        "sources.",
    )
    .argument("<first>", "a network written by spikeloom train")
    .argument("<second>", "another such network")
    .addOption(outsideOption());
  addPluginOptions(command)
    .option(...jsonOption)
    .action((first: string, second: string, options: CompareCommandOptions) =>
      act(async () =>
        (await import("../commands/compare.ts")).compareCommand(first, second, options),
      ),
    );
}
