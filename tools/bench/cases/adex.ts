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

const brian2: PeerScript = { script: "adex_brian2.py", label: "Brian2 C++, rk4", most: 3 };
// Half a minute per run.
const nest: PeerScript = { script: "adex_nest.py", label: "NEST", most: 1 };

/** Adaptive exponential neurons: the cost of following upstrokes to the step of NEST. */
export function adex(setting: Setting): Case {
  const single = { precision: "f32" } as const;
  const row = (what: string, program: string, peer: Partial<Row>) => {
    return { what, unit: "s", ours: reading(program, "simulate_s"), ...peer } as const;
  };
  const beside = (most: number) => against(brian2, "simulate_s", most);
  return {
    name: "adex",
    title: "AdEx: 4000 neurons with conductance synapses at 10 Hz, 1 s",
    runners: [
      own(setting, "adex"),
      ...peersOf(setting, [brian2]),
      own(setting, "adex", single),
      ...peersOf(setting, [nest]),
    ],
    rows: [
      row("simulation, f64", ownName("adex"), beside(0.6)),
      row("simulation, f32", ownName("adex", single), beside(0.35)),
      row("simulation, f64", ownName("adex"), against(nest, "simulate_s")),
    ],
  };
}
