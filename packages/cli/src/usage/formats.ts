import type { Command } from "commander";
import type { FormatsCommandOptions } from "../commands/formats.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addPluginOptions } from "./plugin-options.ts";

/** Define the arguments, options and help of `spikeloom formats`. */
export function describeFormats(command: Command, act: Act): void {
  command.description(
    "List all file formats: contents, file name extensions, and the number of possible kinds of loss. --json also " +
      "prints these kinds, the options, and the marks by which a file is recognised.",
  );
  addPluginOptions(command)
    .option(...jsonOption)
    .action((options: FormatsCommandOptions) =>
      act(async () => (await import("../commands/formats.ts")).formatsCommand(options)),
    );
}
