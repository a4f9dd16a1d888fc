import type { Command } from "commander";
import type { FormatsCommandOptions } from "../commands/formats.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addPluginOptions } from "./plugin-options.ts";

/** Say what `spikeloom formats` is given, and what it does. */
export function describeFormats(command: Command, act: Act): void {
  command.description(
    "List the formats that files are read from and written in: what each holds, how the names of its " +
      "files end, and of how many kinds things are that it may lose; with --json also the kinds themselves, " +
      "options, and by which marks a file is known.",
  );
  addPluginOptions(command)
    .option(...jsonOption)
    .action((options: FormatsCommandOptions) =>
      act(async () => (await import("../commands/formats.ts")).formatsCommand(options)),
    );
}
