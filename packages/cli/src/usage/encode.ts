import { type Command, InvalidArgumentError, Option } from "commander";
import type { EncodeOptions } from "../commands/encode.ts";
import type { Act } from "./act.ts";
import { countOf } from "./count.ts";
import { damageOption } from "./damage-option.ts";
import { jsonOption } from "./json-option.ts";
import { addPictureOptions } from "./picture-options.ts";
import { addPluginOptions } from "./plugin-options.ts";
import { overwriteOption } from "./run-options.ts";

/** Define the arguments, options and help of `spikeloom encode`. */
export function describeEncode(command: Command, act: Act): void {
  command
    .description(
      "Show the spikes of an encoder for one sample: an image, a channel of a recording, a row of a table, or " +
        "event-camera data. spikeloom list encoders lists the encoders; spikeloom show ENCODER prints the parameters " +
        "of one.",
    )
    .argument("<file>", "data file that spikeloom data show can read, or digits")
    .requiredOption("--with <encoder>", "name of the encoder")
    .addOption(
      new Option(
        "--set <name=value>",
        "parameter of the encoder, such as tau=10ms; may be repeated",
      ).argParser((text: string, before: readonly string[] = []) => [...before, text]),
    )
    .option("--sample <number>", "index of a sample in a set, from 0", countOf)
    .option("--channel <number>", "index of a channel in a recording, from 0", countOf)
    .option(
      "--for <time>",
      "duration of the values, or of the part of a signal to encode (default: 100ms, or all); reports what is omitted",
    )
    .option("--every <time>", "sampling interval of a signal, if the file does not state it")
    .addOption(
      new Option(
        "--range <low,high>",
        "values that map to 0 and 1 (default: 0,255 for bytes)",
      ).argParser(rangeOf),
    )
    .addOption(
      new Option(
        "--gaps <how>",
        "fill missing samples of a signal: hold the previous value, or interpolate with a line",
      ).choices(["hold", "line"]),
    )
    .addOption(damageOption())
    .option("--seed <number>", "random seed (default: 1)", countOf)
    .option("--out <file>", "write the plot as .svg or .png, or the spikes as .csv")
    .addOption(overwriteOption("an existing file"));
  addPictureOptions(command);
  addPluginOptions(command)
    .option(...jsonOption)
    .action((file: string, options: EncodeOptions) =>
      act(async () => (await import("../commands/encode.ts")).encodeCommand(file, options)),
    );
}

function rangeOf(text: string): readonly [number, number] {
  const [low = Number.NaN, high = Number.NaN, ...rest] = text.split(",").map(Number);
  if (rest.length === 0 && high > low) return [low, high];
  throw new InvalidArgumentError("Expected two numbers, the lower one first, such as 0,255.");
}
