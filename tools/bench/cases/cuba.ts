import { join } from "node:path";
import { against, type Case, type PeerScript, peersOf, reading, type Setting } from "../case.ts";

const brian2: PeerScript = { script: "cuba_brian2.py", label: "Brian2 C++", most: 3 };

/** CUBA as a user runs it: a file, the command, a result file. */
export function cuba(setting: Setting): Case {
  const { root, scratch, quick } = setting;
  const program = "spikeloom run cuba.json";
  const files = [
    join(root, "tools/bench/networks/cuba.json"),
    "--no-plots",
    "--out",
    join(scratch, "cuba.h5"),
  ];
  const main = join(root, "packages/cli/dist/command/main.js");
  const command = [process.execPath, main, "run", ...files, "--json"];
  return {
    name: "cuba",
    title: "CUBA: 4000 neurons, 320 000 synapses, 1 s, from the command line",
    runners: [
      { name: program, command: quick ? [...command, "--for", "50 ms"] : command },
      ...peersOf(setting, [brian2]),
    ],
    rows: [
      {
        what: "process, start to exit",
        unit: "s",
        ours: reading(program, "wall_s"),
        ...against(brian2, "wall_s", 1 / 20),
      },
      {
        what: "simulation",
        unit: "s",
        ours: reading(program, "timing.simulate"),
        ...against(brian2, "simulate_s", 1.2),
      },
    ],
  };
}
