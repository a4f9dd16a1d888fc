import { type Command, InvalidArgumentError } from "commander";
import type { TrainCommandOptions } from "../commands/train.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addPluginOptions } from "./plugin-options.ts";
import { outsideOption, seedOption } from "./run-options.ts";

/** Say what `spikeloom train` is given, and what it does. */
export function describeTrain(command: Command, act: Act): void {
  command
    .description(
      "Train a network as a file says: its data, encoder, readout, loss, optimiser. Prints how each epoch went, tests the best one " +
        "on samples that were not learnt from, and writes the trained network, what was found, and pictures.\n\n" +
        "FILE is JSON, or a module that exports it as training. Ctrl-C ends it and keeps the best so far; with --resume it goes " +
        "on to the same numbers as if it had never stopped. A number that is no longer finite ends it with exit code 3.",
    )
    .argument("<file>", "training file, or module")
    .option("--out <file>", "the trained network (default: results/NAME.json)")
    .option("--epochs <number>", "how many, instead of the file's", countOf("epochs"))
    .option(
      "--workers <number>",
      "threads that share out the samples of a batch; results do not depend on them (default: 1)",
      countOf("workers"),
    )
    .option(
      "--strict",
      "end where spikes of samples come behind the duration, and would be left out",
    )
    .option("--resume", "go on where a training with this --out was ended")
    .addOption(seedOption(1))
    .addOption(
      outsideOption(
        "let the network name files outside of its folder; the training file's own data and network may lie anywhere",
      ),
    )
    .option("--plots <folder>", "folder of the pictures (default: that of --out)")
    .option("--no-plots", "draw no pictures")
    .option("--quiet", "print nothing but errors");
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
    throw new InvalidArgumentError(`${name}: a whole number from 1 on.`);
  };
}
