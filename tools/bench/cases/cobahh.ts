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

const brian2: PeerScript = { script: "cobahh_brian2.py", label: "Brian2 C++", most: 3 };

/** Hodgkin-Huxley neurons: the cost of equations with many exponentials. */
export function cobahh(setting: Setting): Case {
  const single = { precision: "f32" } as const;
  const row = (what: string, program: string, most: number) => {
    const ours = reading(program, "simulate_s");
    return { what, unit: "s", ours, ...against(brian2, "simulate_s", most) } as const;
  };
  return {
    name: "cobahh",
    title: "COBAHH: 4000 Hodgkin-Huxley neurons, 1 s",
    runners: [
      own(setting, "cobahh"),
      ...peersOf(setting, [brian2]),
      own(setting, "cobahh", single),
    ],
    rows: [
      row("simulation, f64", ownName("cobahh"), 0.6),
      row("simulation, f32", ownName("cobahh", single), 0.4),
    ],
  };
}
