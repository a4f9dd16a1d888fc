import { join } from "node:path";
import {
  against,
  type Case,
  commandOf,
  networkFile,
  own,
  ownName,
  type PeerScript,
  peersOf,
  reading,
  type Setting,
} from "../case.ts";

const key = "simulate_s";
const plastic = ["--plastic", "1"];
const nest2: PeerScript = {
  script: "brunel_nest.py",
  label: "NEST, two threads",
  most: 5,
  args: [...plastic, "--threads", "2"],
};
const brian2: PeerScript = {
  script: "brunel_brian2.py",
  label: "Brian2 C++",
  most: 5,
  args: plastic,
};
const brian2Cuba: PeerScript = { script: "stdp_brian2.py", label: "Brian2 C++", most: 5 };

/** Brunel's network with 12.5 million plastic synapses. */
export function learning(setting: Setting): Case {
  const network = "brunel-plastic";
  const single = { precision: "f32" } as const;
  const both = { workers: 2 } as const;
  const f64 = ownName(network);
  const still = ownName("brunel-c");
  const shared = ownName(network, both);
  const run = { what: "simulation, f64", unit: "s", ours: reading(f64, key) } as const;
  const runBoth = { ...run, what: "simulation, f64, two workers", ours: reading(shared, key) };
  const f32 = reading(ownName(network, single), key);
  const peer = { program: still, label: "without learning", read: reading(still, key) };
  return {
    name: "learning",
    title: "Brunel's network with 12.5 million synapses that follow pair STDP, 1 s",
    runners: [
      own(setting, network),
      own(setting, "brunel-c"),
      own(setting, network, single),
      own(setting, network, both),
      ...peersOf(setting, [nest2, brian2]),
    ],
    rows: [
      { ...run, peer: { ...peer, most: 6 } },
      { ...run, ...against(brian2, key, 1 / 5) },
      { ...run, what: "simulation, f32", ours: f32, ...against(brian2, key, 1 / 5) },
      { ...runBoth, ...against(nest2, key, 1 / 8) },
      {
        what: "construction",
        unit: "s",
        ours: reading(f64, "build_s"),
        ...against(nest2, "build_s"),
      },
      {
        what: "peak memory",
        unit: "MiB",
        ours: reading(f64, "peak_mib"),
        ...against(nest2, "peak_mib"),
      },
    ],
  };
}

/** The plastic CUBA network as users run it: a file, the command, a result file. */
export function learningCuba(setting: Setting): Case {
  const { scratch, quick } = setting;
  const network = "cuba-plastic";
  const programOf = (precision: string): string => `spikeloom run ${network}.json ${precision}`;
  const command = (precision: string): readonly string[] => [
    ...[...commandOf(setting), "run", networkFile(network)],
    ...["--no-plots", "--precision", precision],
    ...["--out", join(scratch, `${network}-${precision}.h5`), "--json"],
    ...(quick ? ["--for", "50 ms"] : []),
  ];
  const runner = (precision: string) => ({
    name: programOf(precision),
    command: command(precision),
  });
  const simulation = (precision: string) => ({
    what: `simulation, ${precision}`,
    unit: "s" as const,
    ours: reading(programOf(precision), "timing.simulate"),
  });
  return {
    name: "learning-cuba",
    title: "CUBA with 256 000 synapses that follow pair STDP, 10 s, from the command line",
    runners: [runner("f64"), runner("f32"), ...peersOf(setting, [brian2Cuba])],
    rows: [
      { ...simulation("f64"), ...against(brian2Cuba, key, 1) },
      { ...simulation("f32"), ...against(brian2Cuba, key, 1 / 1.5) },
      {
        what: "process, start to exit",
        unit: "s",
        ours: reading(programOf("f64"), "wall_s"),
        ...against(brian2Cuba, "wall_s", 1 / 8),
      },
    ],
  };
}
