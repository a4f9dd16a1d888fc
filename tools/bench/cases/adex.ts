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

const brian2: PeerScript = { script: "adex_brian2.py", label: "Brian2 C++, rk4", most: 3 };

/** Adaptive exponential neurons: what following upstrokes to the step of NEST costs. */
export function adex(setting: Setting): Case {
  const single = { precision: "f32" } as const;
  const row = (what: string, program: string, most: number) => {
    const ours = reading(program, "simulate_s");
    return { what, unit: "s", ours, ...against(brian2, "simulate_s", most) } as const;
  };
  return {
    name: "adex",
    title: "AdEx: 4000 neurons with conductance synapses at 10 Hz, 1 s",
    runners: [own(setting, "adex"), ...peersOf(setting, [brian2]), own(setting, "adex", single)],
    rows: [
      row("simulation, f64", ownName("adex"), 0.6),
      row("simulation, f32", ownName("adex", single), 0.35),
    ],
  };
}
