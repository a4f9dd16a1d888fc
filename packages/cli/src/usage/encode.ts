import { type Command, InvalidArgumentError, Option } from "commander";
import type { EncodeOptions } from "../commands/encode.ts";
import type { Act } from "./act.ts";
import { countOf } from "./count.ts";
import { damageOption } from "./damage-option.ts";
import { jsonOption } from "./json-option.ts";
import { addPluginOptions } from "./plugin-options.ts";

/** Say what `spikeloom encode` is given, and what it does. */
export function describeEncode(command: Command, act: Act): void {
  command
    .description(
      "Show the spikes that an encoder makes of one sample: of an image, a channel of a recording, a row of a table, or the " +
        "events of a camera. spikeloom list encoders says what there is, spikeloom show ENCODER what it takes.",
    )
    .argument("<file>", "file of data, as spikeloom data show reads it, or digits")
    .requiredOption("--with <encoder>", "an encoder by its name")
    .addOption(
      new Option(
        "--set <name=value>",
        "a parameter of the encoder, such as tau=10ms; once for each",
      ).argParser((text: string, before: readonly string[] = []) => [...before, text]),
    )
    .option("--sample <number>", "which sample of a set, from 0", countOf)
    .option("--channel <number>", "which channel of a recording, from 0", countOf)
    .option(
      "--for <time>",
      "how long values are shown, or how much of a signal is taken (default: 100ms, or all); what is left out is told",
    )
    .option(
      "--every <time>",
      "time from one sample of a signal to the next, where the file does not tell",
    )
    .addOption(
      new Option(
        "--range <low,high>",
        "the numbers that count as 0 and 1 (default: 0,255 for bytes)",
      ).argParser(rangeOf),
    )
    .addOption(
      new Option(
        "--gaps <how>",
        "what stands for samples of a signal that are missing: the value before, or a line",
      ).choices(["hold", "line"]),
    )
    .addOption(damageOption())
    .option("--seed <number>", "seed of what is drawn (default: 1)", countOf)
    .option("--out <file>", "write the picture as .svg or .png, or the spikes as .csv");
  addPluginOptions(command)
    .option(...jsonOption)
    .action((file: string, options: EncodeOptions) =>
      act(async () => (await import("../commands/encode.ts")).encodeCommand(file, options)),
    );
}

function rangeOf(text: string): readonly [number, number] {
  const [low = Number.NaN, high = Number.NaN, ...rest] = text.split(",").map(Number);
  if (rest.length === 0 && high > low) return [low, high];
  throw new InvalidArgumentError("It is two numbers, the lower first, such as 0,255.");
}
