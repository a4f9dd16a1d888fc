import type { Command } from "commander";
import type { Act } from "./act.ts";

/** Say what `spikeloom link` is given, and what it does. */
export function describeLink(command: Command, act: Act): void {
  command
    .description(
      "Serve one program in another language, such as the Python package spikeloom, over standard " +
        "input and output until the input ends. Messages are those of specs/link.",
    )
    .action(() => act(async () => (await import("../commands/link.ts")).linkCommand()));
}
