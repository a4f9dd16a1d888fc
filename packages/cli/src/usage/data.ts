import type { Command } from "commander";
import type { DataGetOptions } from "../commands/data-get.ts";
import type { DataShowOptions } from "../commands/data-show.ts";
import type { Act } from "./act.ts";
import { countOf } from "./count.ts";
import { damageOption } from "./damage-option.ts";
import { jsonOption } from "./json-option.ts";
import { addPictureOptions } from "./picture-options.ts";
import { overwriteOption } from "./run-options.ts";

/** Define the arguments, options and help of `spikeloom data`. */
export function describeData(command: Command, act: Act): void {
  command.description(
    "Inspect data files, and download public data sets. Nothing is downloaded without confirmation.",
  );
  command
    .command("list")
    .description("List the data sets that can be downloaded.")
    .option(...jsonOption)
    .action((options: { readonly json?: boolean }) =>
      act(async () => (await import("../commands/data-list.ts")).dataListCommand(options)),
    );
  command
    .command("get")
    .description(
      "Print the size, licence, source and checksums of a data set, ask for confirmation, then download it over " +
        "HTTPS. Repeat the command to resume an interrupted download; without a published checksum it starts again.",
    )
    .argument("<set>", "a name from spikeloom data list")
    .option("--out <folder>", "download folder (default: SPIKELOOM_DATA, else the user's cache)")
    .option("--yes", "download without asking")
    .option(...jsonOption)
    .action((name: string, options: DataGetOptions) =>
      act(async () => (await import("../commands/data-get.ts")).dataGetCommand(name, options)),
    );
  const show = command
    .command("show")

    .description(
      "Describe a data file and plot it: event-camera recordings, images and labels, sound and other recordings, " +
        "spikes, arrays and tables.",
    )
    .argument("<file>", "data file, or digits for the bundled set")
    .option("--sample <number>", "index of a sample in a set, from 0", countOf)
    .addOption(damageOption());
  addPictureOptions(show)
    .option("--out <picture>", "write the plot to a file: .svg or .png")
    .addOption(overwriteOption("an existing file"))
    .option(...jsonOption)
    .action((file: string, options: DataShowOptions) =>
      act(async () => (await import("../commands/data-show.ts")).dataShowCommand(file, options)),
    );
}
