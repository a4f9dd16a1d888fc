import { join } from "node:path";
import {
  against,
  type Case,
  commandOf,
  networkFile,
  type PeerScript,
  peersOf,
  reading,
  type Setting,
} from "../case.ts";

const brian2: PeerScript = { script: "cuba_brian2.py", label: "Brian2 C++", most: 3 };

/** CUBA as users run it: a file, the command, a result file. */
export function cuba(setting: Setting): Case {
  const { scratch, quick } = setting;
  const program = "spikeloom run cuba.json";
  const files = [networkFile("cuba"), "--no-plots", "--out", join(scratch, "cuba.h5")];
  const command = [...commandOf(setting), "run", ...files, "--json"];
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
        // 0.40 s if the yardstick takes 1.2.
        target: 0.33,
        scaled: true,
        ...against(brian2, "wall_s", 1 / 20),
      },
      {
        what: "simulation",
        unit: "s",
        ours: reading(program, "timing.simulate"),
        ...against(brian2, "simulate_s", 1.2),
      },
      { what: "preparation", unit: "s", ours: reading(program, "timing.prepare") },
      { what: "peak memory", unit: "MiB", ours: reading(program, "peak_mib"), target: 100 },
    ],
  };
}
