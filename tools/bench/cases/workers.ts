import {
  type Case,
  type OwnOptions,
  own,
  ownName,
  type Row,
  reading,
  type Setting,
} from "../case.ts";

const both = { workers: 2 } as const;
const long = { duration: "5 s" } as const;
const busy = { busy: true } as const;

/** The benefit of a second worker, and its maximum cost. */
export function workers(setting: Setting): Case {
  const row = (what: string, network: string, options: OwnOptions, most: number): Row => {
    const [one, two] = [ownName(network, options), ownName(network, { ...options, ...both })];
    const key = "simulate_s";
    const peer = { program: one, label: "one worker", read: reading(one, key), most };
    return { what, unit: "s", ours: reading(two, key), peer };
  };
  const pair = (network: string, options: OwnOptions) =>
    [{}, both].map((more) => own(setting, network, { ...options, ...more }));
  return {
    name: "workers",
    title: "Two workers against one, f64",
    runners: [...pair("brunel-c", long), ...pair("brunel-plastic", {}), ...pair("brunel-c", busy)],
    rows: [
      row("Brunel's network in state C, 5 s", "brunel-c", long, 0.55),
      row("the same with pair STDP, 1 s", "brunel-plastic", {}, 0.55),
      row("state C, 1 s, beside a program that wants a core", "brunel-c", busy, 1.1),
    ],
  };
}
