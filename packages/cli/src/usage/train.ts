import { type Command, InvalidArgumentError, Option } from "commander";
import type { TrainCommandOptions } from "../commands/train.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { memoryOption } from "./memory-options.ts";
import { addPluginOptions } from "./plugin-options.ts";
import { outsideOption, overwriteOption, seedOption } from "./run-options.ts";

/** Define the arguments, options and help of `spikeloom train`. */
export function describeTrain(command: Command, act: Act): void {
  command
    .description(
      "Train a network as a training file describes: data, encoder, readout, loss, optimiser. Print the scores of " +
        "each epoch, test the best network on held-out samples, and write the trained network, the scores and plots.\n\n" +
        "FILE is JSON, or a module that exports training. Ctrl-C stops training and keeps the best network so far; " +
        "--resume continues with exactly the numbers of an uninterrupted training. If a value is no longer finite, " +
        "training ends with exit code 3.",
    )
    .argument("<file>", "training file, or module")
    .option("--out <file>", "file of the trained network (default: results/NAME.json)")
    .option("--epochs <number>", "number of epochs (default: the file's)", countOf("epochs"))
    .option(
      "--workers <number>",
      "number of threads, which does not affect results (default: 1)",
      countOf("workers"),
    )
    .addOption(
      new Option(
        "--processor <where>",
        "where batches are computed: the CPU, a graphics processor, or the one that an estimate prefers (default: the file's, or cpu)",
      ).choices(["cpu", "gpu", "auto"]),
    )
    .option(
      "--strict",
      "treat spikes after the duration, which are otherwise discarded, as an error",
    )
    .addOption(overwriteOption("the output of a different training"))
    .addOption(memoryOption())
    .option("--resume", "resume the training that wrote --out")
    .addOption(seedOption(1))
    .addOption(
      outsideOption(
        "allow the network to refer to files outside its folder; the training file itself may refer to data and networks anywhere",
      ),
    )
    .option("--plots <folder>", "folder of the plots (default: that of --out)")
    .option("--no-plots", "draw no plots")
    .option("--quiet", "print only errors");
  addPluginOptions(command)
    .option(...jsonOption)
    .action((file: string, options: TrainCommandOptions) =>
      act(async () => (await import("../commands/train.ts")).trainCommand(file, options)),
    );
}

function countOf(name: string): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (Number.isSafeInteger(count) && count > 0) return count;
    throw new InvalidArgumentError(`The number of ${name} must be an integer from 1.`);
  };
}
