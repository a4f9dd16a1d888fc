import { type Command, Option } from "commander";

/** Add the options that say which plugins a command knows beside those that come along. */
export function addPluginOptions(command: Command): Command {
  const plugin = new Option(
    "--plugin <name>",
    "a plugin beside those that come along: an installed package, or a file by its path; once for each",
  ).argParser((text, before: readonly string[] = []) => [...before, text]);
  return command
    .addOption(plugin)
    .option(
      "--config <file>",
      "configuration that names plugins (default: spikeloom.config.ts, .js or .json beside the file, or above it within its project)",
    )
    .option("--no-config", "look for no configuration");
}
