import type { Command } from "commander";
import type { StackChoice } from "../stack/choose-stack.ts";
import type { Act } from "./act.ts";
import { addPluginOptions } from "./plugin-options.ts";

/** Define the arguments, options and help of `spikeloom link`. */
export function describeLink(command: Command, act: Act): void {
  command.description(
    "Serve one program in another language, such as the Python package spikeloom, over standard input and output " +
      "until the input ends. specs/link defines the messages.",
  );
  addPluginOptions(command).action((options: StackChoice) =>
    act(async () => (await import("../commands/link.ts")).linkCommand(options)),
  );
}
