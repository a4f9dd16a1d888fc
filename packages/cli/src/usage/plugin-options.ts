import { type Command, Option } from "commander";

/** Add the options that load plugins. */
export function addPluginOptions(command: Command): Command {
  const plugin = new Option(
    "--plugin <name>",
    "plugin to load: an installed package or the path of a file; may be repeated",
  ).argParser((text, before: readonly string[] = []) => [...before, text]);
  return command
    .addOption(plugin)
    .option(
      "--config <file>",
      "configuration that lists plugins (default: spikeloom.config.ts, .js or .json in the file's folder, or in a parent folder within the project)",
    )
    .option("--no-config", "ignore configuration files");
}
