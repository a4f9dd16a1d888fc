import { type Command, InvalidArgumentError, Option } from "commander";
import type { FitCommandOptions } from "../commands/fit.ts";
import { type ChipName, chipNames } from "../fit/chip-names.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addRunOptions, overwriteOption, setOption } from "./run-options.ts";

/** Define the arguments, options and help of `spikeloom fit`. */
export function describeFit(command: Command, act: Act): void {
  command.description(
    "Map a network onto neuromorphic chips, and print side by side whether it fits and what limits it, cores, chips " +
      "and boards, packets, time, and energy, with the same layers without spikes on CPU, GPU and 45 nm.\n\n" +
      "The network runs first: operations are counted from its spikes. Where a backend emulates a chip, it runs there " +
      "too, and the spikes are compared. Energies and times are ranges over published values, each with its source.",
  );
  addRunOptions(command)
    .addOption(setOption("value"))
    .addOption(
      new Option("--chip <name>", "chip to compare (default: all); may be repeated")
        .choices([...chipNames])
        .argParser(chipOf),
    )
    .option(
      "--rate <population=rate>",
      "measured spikes/s per neuron, instead of those of the run; may be repeated",
      rateOf,
    )
    .option("--no-emulate", "do not run the network on emulators of chips")
    .option(
      "--accuracy [samples]",
      "also classify the test samples of a trained network, here and on each emulator; needs the record NAME-training.json",
      samplesOf,
    )
    .option("--html <file>", "also write the comparison as an HTML page")
    .option("--plots <folder>", "folder of the plot (default: results)")
    .option("--no-plots", "draw no plot")
    .addOption(overwriteOption("files that SpikeLoom has not written"))
    .option(...jsonOption)
    .option("--quiet", "print only errors")
    .action((file: string, options: FitCommandOptions) =>
      act(async () => (await import("../commands/fit.ts")).fitCommand(file, options)),
    );
}

function chipOf(text: string, before: readonly ChipName[] = []): readonly ChipName[] {
  const found = chipNames.find((name) => name === text);
  if (found === undefined) {
    throw new InvalidArgumentError(`Expected one of ${chipNames.join(", ")}.`);
  }
  return [...before, found];
}

function samplesOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new InvalidArgumentError("Expected a number of samples, from 1.");
  }
  return count;
}

function rateOf(
  text: string,
  before: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const [, name = "", rate = ""] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  const value = Number(rate);
  if (name === "" || !(value >= 0) || value === Number.POSITIVE_INFINITY) {
    throw new InvalidArgumentError("Expected POPULATION=RATE, such as E=5.2.");
  }
  return { ...before, [name]: value };
}
