import { type Command, Option } from "commander";
import type { CompareCommandOptions } from "../commands/compare.ts";
import { memories } from "../compare/memory-accesses.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addPluginOptions } from "./plugin-options.ts";
import { outsideOption } from "./run-options.ts";

const memoryNames = Object.keys(memories);

/** Define the arguments, options and help of `spikeloom compare`. */
export function describeCompare(command: Command, act: Act): void {
  command
    .description(
      "Compare two trained networks on their test samples: accuracy with its confidence interval, loss, spikes, " +
        "synaptic operations (effective ACs and MACs), neuron updates, memory, latency, and energy as a range of published values with their " +
        "sources. Of two results (HDF5), such as those of two backends: the first spike that differs, and the rate, " +
        "the CV of intervals and the correlation of spike counts of both.",
    )
    .argument("<first>", "a network written by spikeloom train, or a result")
    .argument("<second>", "another one of the same kind")
    .addOption(outsideOption())
    .addOption(
      new Option(
        "--memory-accesses <memory>",
        "count memory accesses and add their energy, with weights and states in this memory",
      ).choices(memoryNames),
    );
  addPluginOptions(command)
    .option(...jsonOption)
    .action((first: string, second: string, options: CompareCommandOptions) =>
      act(async () =>
        (await import("../commands/compare.ts")).compareCommand(first, second, options),
      ),
    );
}
