import type { ConventionRecord, NetworkRecord } from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import { sayLags, sayPrecision } from "@spikeloom/simulate/scripts";
import type { PynnTask } from "./task.ts";

/** Report losses of the whole network. */
export function sayNetworkLosses(task: PynnTask): void {
  const { network, convention } = task;
  for (const [place, said, ruled] of differences(convention)) {
    task.lose("convention", `convention.${place}`, `It is ${said}; pyNN.nest has ${ruled}.`);
  }
  sayPrecision(task, "PyNN");
  sayLags(task);
  if (network.space?.periodic?.some((length) => length !== null) === true) {
    task.lose(
      "borders",
      "space.periodic",
      "It only affects the connections: positions have no borders.",
    );
  }
  for (const [index, { variables = ["weight"], every }] of (
    network.recordSynapses ?? []
  ).entries()) {
    const others = variables.filter((variable) => variable !== "weight");
    const place = `recordSynapses[${index}]`;
    if (others.length > 0)
      task.lose("recording", place, `PyNN does not report ${others.join(", ")}.`);
    if (every !== undefined)
      task.lose("recording", place, "PyNN reports weights only at the end of the run.");
  }
  sayTimeConstants(network, task);
}

/** Defaults of rules that a convention does not state. */
const absent: Readonly<Record<string, string>> = {
  arrivals: '"apart"',
  "refractory.rounding": '"nearest"',
};

/** Settings that are lost without effect: a name, and the rounding of times, because scripts contain steps. */
const unsaid: ReadonlySet<string> = new Set(["name", "spikeTimes.rounding"]);

/** Rules in which a convention differs from that of NEST on its grid. */
function differences(convention: ConventionRecord): readonly (readonly [string, string, string])[] {
  const nest: ConventionRecord = resolveConvention("nest");
  const [own, theirs] = [flatten(convention), flatten(nest)];
  return Object.keys(theirs).flatMap((key) => {
    const [said, ruled] = [own[key] ?? absent[key] ?? "not given", theirs[key] ?? ""];
    return unsaid.has(key) || said === ruled ? [] : [[key, said, ruled] as const];
  });
}

function flatten(rules: object, path = ""): Readonly<Record<string, string>> {
  const entries = Object.entries(rules).flatMap(([key, value]): [string, string][] => {
    const place = `${path}${key}`;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return [[place, Array.isArray(value) ? value.join(", ") : JSON.stringify(value)]];
    }
    return Object.entries(flatten(value, `${place}.`));
  });
  return Object.fromEntries(entries);
}

/** NEST stores the trace of postsynaptic spikes in the neuron, with a single time constant. */
function sayTimeConstants(network: NetworkRecord, task: PynnTask): void {
  const known = new Map<string, string>();
  for (const [index, { to, plasticity }] of (network.projections ?? []).entries()) {
    if (plasticity === undefined || typeof plasticity === "string") continue;
    if (!("model" in plasticity)) continue;
    const tau = JSON.stringify(plasticity.parameters["tau_minus"] ?? null);
    const before = known.get(to) ?? tau;
    known.set(to, before);
    const place = `projections[${index}].plasticity.parameters.tau_minus`;
    if (before !== tau) {
      task.lose(
        "one-value",
        place,
        `pyNN.nest has one tau_minus for all rules that act on "${to}".`,
      );
    }
  }
}
