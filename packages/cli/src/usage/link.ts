import type { Command } from "commander";
import type { ServedChoice } from "../served-simulator.ts";
import type { Act } from "./act.ts";
import { addPluginOptions } from "./plugin-options.ts";
import { formatOption, formatValueOption } from "./run-options.ts";

/** Define the arguments, options and help of `spikeloom link`. */
export function describeLink(command: Command, act: Act): void {
  command.description(
    "Serve one program in another language, such as the Python package spikeloom, over standard input and output " +
      "until the input ends. specs/link defines the messages.",
  );
  addPluginOptions(command)
    .addOption(formatOption())
    .addOption(formatValueOption())
    .action((options: ServedChoice) =>
      act(async () => (await import("../commands/link.ts")).linkCommand(options)),
    );
}
