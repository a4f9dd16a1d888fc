import { type Case, commandOf, type Setting } from "../case.ts";

/** The start of the command, before it does anything. */
export function start(setting: Setting): Case {
  const name = "spikeloom --help";
  const command = [...commandOf(setting), "--help"];
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
    repeats: setting.quick ? 1 : 15,
  };
}
