import {
  against,
  type Case,
  own,
  ownName,
  type PeerScript,
  peersOf,
  reading,
  type Setting,
} from "../case.ts";

const c: PeerScript = { script: "brunel.c", label: "hand-written C" };
const two = ["--threads", "2"];
const nest: PeerScript = { script: "brunel_nest.py", label: "NEST", most: 2 };
const nest2: PeerScript = { ...nest, label: "NEST, two threads", args: two };
const brian2: PeerScript = { script: "brunel_brian2.py", label: "Brian2 C++", most: 2 };
const brian2Two: PeerScript = { ...brian2, label: "Brian2 C++, two threads", args: two };

/** Brunel's asynchronous irregular state: the limits of the clock backend compared with all peers. */
export function brunel(setting: Setting): Case {
  const network = "brunel-c";
  const single = { precision: "f32" } as const;
  const both = { workers: 2 } as const;
  const f64 = ownName(network);
  const f32 = ownName(network, single);
  const shared = ownName(network, both);
  const key = "simulate_s";
  const run = { what: "simulation, f64", unit: "s", ours: reading(f64, key) } as const;
  const runSingle = { ...run, what: "simulation, f32", ours: reading(f32, key) };
  const runBoth = { ...run, what: "simulation, f64, two workers", ours: reading(shared, key) };
  const make = { what: "construction", unit: "s", ours: reading(f64, "build_s") } as const;
  return {
    name: "brunel",
    title: "Brunel's network in state C: 12 500 neurons, 15.6 million synapses, 1 s",
    runners: [
      own(setting, network),
      ...peersOf(setting, [c]),
      own(setting, network, single),
      own(setting, network, both),
      ...peersOf(setting, [nest, nest2, brian2, brian2Two]),
    ],
    rows: [
      { ...run, ...against(c, key, 1.6) },
      { ...run, ...against(nest, key, 1 / 10) },
      { ...run, ...against(brian2, key, 1 / 3) },
      { ...runSingle, ...against(c, key, 1.3) },
      { ...runSingle, ...against(brian2, key, 1 / 4) },
      { ...runBoth, ...against(nest2, key, 1 / 8) },
      { ...runBoth, ...against(brian2Two, key) },
      { ...make, ...against(c, "build_s") },
      { ...make, ...against(nest, "build_s") },
      { ...make, ...against(brian2, "build_s") },
      { what: "process, start to exit", unit: "s", ours: reading(f64, "wall_s") },
      { what: "peak memory", unit: "MiB", ours: reading(f64, "peak_mib"), target: 173 },
    ],
  };
}
