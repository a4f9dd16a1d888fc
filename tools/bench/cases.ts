import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Measure, Runner } from "./measure.ts";
import type { Peers } from "./peers.ts";

/** Reads a number out of one round: the measurements of that round by program. */
export type Reading = (of: (program: string) => Measure) => number;

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly unit: "s" | "ms" | "ns" | "MiB";
  readonly ours: Reading;
  /** At most this. */
  readonly target?: number;
  readonly peer?: {
    readonly script: string;
    readonly label: string;
    readonly read: Reading;
    /** At most this many times the peer. */
    readonly most?: number;
  };
}

/** Programs that are run in turn, and what is read from them. */
export interface Case {
  readonly title: string;
  readonly runners: readonly Runner[];
  readonly rows: readonly Row[];
  /** Instead of the repeats asked for. */
  readonly repeats?: number;
}

/** What cases are made of. */
export interface Setting {
  readonly root: string;
  readonly scratch: string;
  readonly quick: boolean;
  readonly peers: Peers;
}

const seconds =
  (program: string, key: string): Reading =>
  (of) =>
    of(program)[key] ?? Number.NaN;
const milliseconds =
  (program: string, key: string): Reading =>
  (of) =>
    1000 * seconds(program, key)(of);

/** All cases, in the order of the table. */
export function allCases(setting: Setting): readonly Case[] {
  return [
    brunel(setting),
    cuba(setting),
    cobahh(setting),
    compiling(setting),
    help(setting),
    units(setting),
  ];
}

function ours({ quick }: Setting, name: string, precision: "f64" | "f32" = "f64"): Runner {
  const script = fileURLToPath(import.meta.resolve("./run-case.ts"));
  const options = [...(precision === "f32" ? [precision] : []), ...(quick ? ["--quick"] : [])];
  return { name: `${name} ${precision}`, command: [process.execPath, script, name, ...options] };
}

/** Runners of the peers that are here; the slow ones sit out where the network is shrunk. */
function peersOf(
  { peers, quick }: Setting,
  scripts: readonly { readonly script: string; readonly most?: number }[],
): readonly Runner[] {
  return scripts.flatMap(({ script, most }) => {
    const runner = peers.find(script, quick ? ["0.05"] : []);
    if (runner === undefined || (quick && script.endsWith(".py"))) return [];
    return [most === undefined ? runner : { ...runner, most }];
  });
}

function brunel(setting: Setting): Case {
  const c = { script: "brunel.c", label: "by hand in C" };
  const nest = { script: "brunel_nest.py", label: "NEST" };
  const brian2 = { script: "brunel_brian2.py", label: "Brian2 C++" };
  const f64 = "brunel-c f64";
  const f32 = "brunel-c f32";
  const simulate = (program: string): Reading => seconds(program, "simulate_s");
  const build = (program: string): Reading => seconds(program, "build_s");
  const against = (peer: typeof c, read: (program: string) => Reading, most?: number) => {
    const entry = { ...peer, read: read(peer.script) };
    return { peer: most === undefined ? entry : { ...entry, most } };
  };
  const run = { what: "simulation, f64", unit: "s", ours: simulate(f64) } as const;
  const make = { what: "construction", unit: "s", ours: build(f64) } as const;
  return {
    title: "Brunel's network in state C: 12 500 neurons, 15.6 million synapses, 1 s",
    runners: [
      ours(setting, "brunel-c"),
      ...peersOf(setting, [c]),
      ours(setting, "brunel-c", "f32"),
      ...peersOf(setting, [
        { ...nest, most: 2 },
        { ...brian2, most: 2 },
      ]),
    ],
    rows: [
      { ...run, target: 3, ...against(c, simulate, 3) },
      { ...run, what: "simulation, f32", ours: simulate(f32), ...against(c, simulate) },
      { ...run, ...against(nest, simulate) },
      { ...run, ...against(brian2, simulate) },
      { ...make, target: 3, ...against(c, build) },
      { ...make, ...against(nest, build) },
      { ...make, ...against(brian2, build) },
      { what: "peak memory", unit: "MiB", ours: seconds(f64, "peak_mib") },
    ],
  };
}

function cuba(setting: Setting): Case {
  const { root, scratch, quick } = setting;
  const brian2 = { script: "cuba_brian2.py", label: "Brian2 C++" };
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
    title: "CUBA: 4000 neurons, 320 000 synapses, 1 s, from the command line",
    runners: [
      { name: program, command: quick ? [...command, "--for", "50 ms"] : command },
      ...peersOf(setting, [{ ...brian2, most: 3 }]),
    ],
    rows: [
      {
        what: "process, start to exit",
        unit: "s",
        ours: seconds(program, "wall_s"),
        target: 0.6,
        peer: { ...brian2, read: seconds(brian2.script, "wall_s") },
      },
      {
        what: "simulation",
        unit: "s",
        ours: seconds(program, "timing.simulate"),
        peer: { ...brian2, read: seconds(brian2.script, "simulate_s") },
      },
    ],
  };
}

function cobahh(setting: Setting): Case {
  const brian2 = { script: "cobahh_brian2.py", label: "Brian2 C++" };
  const peer = { ...brian2, read: seconds(brian2.script, "simulate_s") };
  const row = { unit: "s", peer } as const;
  return {
    title: "COBAHH: 4000 Hodgkin-Huxley neurons, 1 s",
    runners: [
      ours(setting, "cobahh"),
      ...peersOf(setting, [{ ...brian2, most: 3 }]),
      ours(setting, "cobahh", "f32"),
    ],
    rows: [
      { ...row, what: "simulation, f64", ours: seconds("cobahh f64", "simulate_s") },
      { ...row, what: "simulation, f32", ours: seconds("cobahh f32", "simulate_s") },
    ],
  };
}

function compiling(setting: Setting): Case {
  const models = ["lif", "adex", "hodgkin-huxley"];
  return {
    title: "A new equation set, in a fresh process: from the record to the end of the first step",
    runners: models.map((model) => ours(setting, `compile-${model}`)),
    rows: models.map((model) => ({
      what: model,
      unit: "ms",
      ours: milliseconds(`compile-${model} f64`, "build_s"),
      target: 100,
    })),
  };
}

function help({ root, quick }: Setting): Case {
  const name = "spikeloom --help";
  const command = [process.execPath, join(root, "packages/cli/dist/command/main.js"), "--help"];
  const row = { what: name, unit: "ms", ours: milliseconds(name, "wall_s"), target: 150 } as const;
  return {
    title: "Start of the built command",
    runners: [{ name, command }],
    rows: [row],
    repeats: quick ? 1 : 15,
  };
}

/** What one more neuron, drive or event costs: differences of runs of the same round. */
function units(setting: Setting): Case {
  const difference =
    (program: string, without: string, per: (of: Measure) => number): Reading =>
    (of) =>
      ((seconds(`${program} f64`, "simulate_s")(of) - seconds(`${without} f64`, "simulate_s")(of)) /
        per(of(`${program} f64`))) *
      1e9;
  const neuronSteps = ({ neurons = 0, steps = 0 }: Measure): number => neurons * steps;
  const events = ({ spikes = 0, synapses = 0, neurons = 0 }: Measure): number =>
    // Half of the neurons are sources, and all synapses are theirs.
    (spikes * synapses) / (neurons / 2);
  const update: Reading = (of) => {
    const measured = of("lif-update f64");
    return ((measured["simulate_s"] ?? Number.NaN) / neuronSteps(measured)) * 1e9;
  };
  const names = ["lif-update", "lif-drive", "events-none", "events-equal", "events-drawn"];
  const [none, equal, drawn] = ["events-none", "events-equal", "events-drawn"] as const;
  return {
    title: "Unit costs, f64",
    runners: names.map((name) => ours(setting, name)),
    rows: [
      { what: "LIF update, a neuron and step", unit: "ns", ours: update },
      {
        what: "Poisson drive of mean 2, a neuron and step",
        unit: "ns",
        ours: difference("lif-drive", "lif-update", neuronSteps),
      },
      { what: "event, one weight for all", unit: "ns", ours: difference(equal, none, events) },
      { what: "event, a weight a synapse", unit: "ns", ours: difference(drawn, none, events) },
    ],
  };
}
