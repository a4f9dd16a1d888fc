import {
  against,
  type Case,
  own,
  ownName,
  type PeerScript,
  peersOf,
  type Row,
  reading,
  type Setting,
} from "../case.ts";

const packed = { precision: "f32", tier: "packed" } as const;
const both = { ...packed, workers: 2 } as const;

/** The microcircuit at full scale, driven by a constant current: one run of 10 s without recording. */
export function microcircuit(setting: Setting): Case {
  const network = "microcircuit-full";
  const one = ownName(network, packed);
  const two = ownName(network, both);
  const nest: PeerScript = {
    script: "pd14_nest.py",
    label: "NEST, two threads",
    args: ["--scale", "1", "--drive", "dc", "--threads", "2"],
    most: 1,
  };
  const factor = { unit: "", scaled: true } as const;
  const key = "real_time_factor";
  const beside = (name: string) => (setting.full ? against(nest, name) : {});
  const rows: readonly Row[] = [
    { ...factor, what: "real-time factor", ours: reading(one, key), target: 2.5 },
    {
      ...factor,
      what: "real-time factor, two workers",
      ours: reading(two, key),
      target: 1.4,
      ...beside(key),
    },
    {
      what: "construction, two workers",
      unit: "s",
      ours: reading(two, "build_s"),
      target: 30,
      scaled: true,
      ...beside("build_s"),
    },
    { what: "peak memory", unit: "MiB", ours: reading(one, "peak_mib"), target: 2048 },
    {
      what: "peak memory, two workers",
      unit: "MiB",
      ours: reading(two, "peak_mib"),
      target: 2048,
      ...beside("peak_mib"),
    },
  ];
  return {
    name: "pd14",
    title:
      "Potjans and Diesmann's microcircuit: 77 169 neurons, 299 million synapses, 10 s, packed, f32",
    runners: [
      own(setting, network, packed),
      own(setting, network, both),
      ...(setting.full ? peersOf(setting, [nest]) : []),
    ],
    rows,
    repeats: 1,
    long: true,
  };
}

/** The microcircuit at a tenth of its size, as in the tests of every change. */
export function smallMicrocircuit(setting: Setting): Case {
  const network = "microcircuit-tenth";
  const f64 = ownName(network);
  const two = { workers: 2 } as const;
  const shared = ownName(network, two);
  const args = ["--scale", "0.1", "--seconds", "2.5"];
  const nest: PeerScript = { script: "pd14_nest.py", label: "NEST", args, most: 2 };
  const nest2: PeerScript = {
    ...nest,
    label: "NEST, two threads",
    args: [...args, "--threads", "2"],
  };
  const run = { what: "simulation", unit: "s", ours: reading(f64, "simulate_s") } as const;
  return {
    name: "pd14-tenth",
    title:
      "The microcircuit at scale 0.1: 7717 neurons, 3 million synapses, Poisson input, 2.5 s, f64",
    runners: [
      own(setting, network),
      own(setting, network, two),
      ...peersOf(setting, [nest, nest2]),
    ],
    rows: [
      {
        what: "process, start to exit",
        unit: "s",
        ours: reading(f64, "wall_s"),
        target: 15,
        scaled: true,
        ...against(nest, "wall_s"),
      },
      { ...run, ...against(nest, "simulate_s") },
      {
        ...run,
        what: "simulation, two workers",
        ours: reading(shared, "simulate_s"),
        ...against(nest2, "simulate_s"),
      },
      {
        what: "construction",
        unit: "s",
        ours: reading(f64, "build_s"),
        ...against(nest, "build_s"),
      },
    ],
  };
}
