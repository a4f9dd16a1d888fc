import { join } from "node:path";
import type { Case, Setting } from "../case.ts";

/** The start of the command, before it does anything. */
export function start({ root, quick }: Setting): Case {
  const name = "spikeloom --help";
  const command = [process.execPath, join(root, "packages/cli/dist/command/main.js"), "--help"];
  return {
    name: "start",
    title: "Start of the built command",
    runners: [{ name, command }],
    rows: [
      {
        what: name,
        unit: "ms",
        ours: (of) => 1000 * (of(name)["wall_s"] ?? Number.NaN),
        target: 150,
      },
    ],
    repeats: quick ? 1 : 15,
  };
}
