import type { Command } from "commander";
import type { DataGetOptions } from "../commands/data-get.ts";
import type { DataShowOptions } from "../commands/data-show.ts";
import type { Act } from "./act.ts";
import { countOf } from "./count.ts";
import { damageOption } from "./damage-option.ts";
import { jsonOption } from "./json-option.ts";

/** Say what the commands under `spikeloom data` are given, and what they do. */
export function describeData(command: Command, act: Act): void {
  command.description(
    "Look at files of data, and fetch data sets from where they are published. Nothing is fetched without being asked for.",
  );
  command
    .command("list")
    .description("List the data sets that can be fetched.")
    .option(...jsonOption)
    .action((options: { readonly json?: boolean }) =>
      act(async () => (await import("../commands/data-list.ts")).dataListCommand(options)),
    );
  command
    .command("get")
    .description(
      "Show the size, licence, source and checksums of a data set, ask, then fetch it over https. A fetch that was " +
        "cut off goes on when it is run again, or begins anew where no checksum is published.",
    )
    .argument("<set>", "a name from spikeloom data list")
    .option(
      "--out <folder>",
      "folder of the files (default: SPIKELOOM_DATA, or the cache of the user)",
    )
    .option("--yes", "fetch without a question")
    .option(...jsonOption)
    .action((name: string, options: DataGetOptions) =>
      act(async () => (await import("../commands/data-get.ts")).dataGetCommand(name, options)),
    );
  command
    .command("show")
    .description(
      "Say what a file of data holds, and draw it: events of a camera, images and labels, sound and other recordings, " +
        "spikes, arrays and tables.",
    )
    .argument("<file>", "file of data, or digits: those that come with SpikeLoom")
    .option("--sample <number>", "which sample of a set, from 0", countOf)
    .addOption(damageOption())
    .option("--out <picture>", "write the picture: a name that ends in .svg or .png")
    .option(...jsonOption)
    .action((file: string, options: DataShowOptions) =>
      act(async () => (await import("../commands/data-show.ts")).dataShowCommand(file, options)),
    );
}
