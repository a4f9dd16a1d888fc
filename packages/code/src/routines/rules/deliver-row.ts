import type { EventProgram } from "@spikeloom/program";
import { routine } from "../../form/build.ts";
import type { Value, Variable } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import type { ValueType } from "../../form/types.ts";
import { catchUp } from "./catch-up.ts";
import { synapseEvent } from "./event.ts";
import { lastBefore, newestOf, tracesAt } from "./history.ts";
import { type Hoisted, hoist } from "./hoist.ts";
import { endNames, endsOf } from "./rows.ts";
import type { RuleArrays } from "./rule-arrays.ts";
import {
  type HeldSynapse,
  holdSynapse,
  moveSynapse,
  namesOf,
  setSynapse,
  storeSynapse,
  targetOf,
  type UsedVariables,
  usedVariables,
} from "./synapses.ts";
import { joined, type Names, namesIn, type RuleWriter } from "./writer.ts";

/** Integer parameters of the routine of a row, in order. */
export const rowIntegers = [
  "first synapse",
  "end synapse",
  "source neuron",
  "dendritic steps",
  /** Synapse time of the spike, and of the source's last one. */
  "spike time",
  "source last",
  /** The first step of target spikes whose traces are not read, and of those that arrive later. */
  "until trace",
  "until spike",
  /** The first step of target spikes not yet applied. */
  "first waiting",
] as const;

/** The parameter for the value of a variable after a source's last spike. */
export const lastOf = (name: string): string => `${name} last`;

/** Effects of a spike on the synapses of a row, and the parameters passed. */
export interface DeliverRow {
  /** Takes `rowIntegers`, then `now`, then `last`. */
  readonly routine: Routine;
  readonly hoisted: Hoisted;
  readonly used: UsedVariables;
  /** Names of the row as they are when the spike arrives. */
  readonly now: readonly string[];
  /** Variables of the source after its last spike, if spikes of targets are deferred. */
  readonly last: readonly string[];
  /** Whether traces of the target are read. */
  readonly readsTraces: boolean;
}

/** Name of the delivered weight among the values of an event: no model has such a name. */
const delivery = "what is delivered";

/** Write the routine that delivers a spike to the synapses of a row. */
export function deliverRow(rule: RuleArrays): DeliverRow {
  const { program, lazy } = rule;
  const ofRow = namesOfRow(rule);
  const hoisted = hoist(program.pre, program.deliver, (name) => ofRow.has(name));
  const { event, deliver, rows } = hoisted;
  const read = namesIn(event, deliver);
  const row = rows.map(([name]) => name);
  const now = [...row, ...ofRow].filter((name) => read.has(name));
  const last = lazy ? program.source : [];
  const used = usedVariables(rule, [event, program.pre], namesIn(deliver));
  const readsTraces = program.target.some((name) => read.has(name));
  const parts = { hoisted, used, now, last, readsTraces };
  const parameters: Record<string, ValueType> = Object.fromEntries([
    ...rowIntegers.map((name) => [name, "i32"] as const),
    ...[...now, ...last.map(lastOf)].map((name) => [name, rule.precision] as const),
  ]);
  const about = "Delivers a spike to the synapses of a row, and updates them up to it.";
  const made = routine("deliver_row", { about, parameters }, (b, given) => {
    const passed = new Map(Object.entries(given));
    const get = (name: string): Value => passed.get(name) as Value;
    b.for({ name: "synapse", from: get("first synapse"), to: get("end synapse") }, (index) =>
      deliverOne({ b, rule }, parts, { index, get }),
    );
    return undefined;
  });
  return { ...parts, routine: made };
}

/** Names that all synapses of a row read alike. */
function namesOfRow({ program }: RuleArrays): ReadonlySet<string> {
  const { source, common, modulators } = program;
  return new Set([...source, ...common, ...modulators, "t", ...endNames(program, "pre")]);
}

interface One {
  readonly index: Value;
  /** A parameter of the routine. */
  get(name: string): Value;
}

/** Deliver a spike to one synapse. */
function deliverOne(w: RuleWriter, parts: Omit<DeliverRow, "routine">, { index, get }: One): void {
  const { b, rule } = w;
  const { hoisted, used, now } = parts;
  const target = targetOf(w, index);
  const source = (): Value => get("source neuron");
  const synapse = holdSynapse(w, { index, target, source }, used);
  const traces = targetState(w, parts, { synapse, get });
  moveSynapse(w, synapse, get("spike time"));
  const { event, deliver } = hoisted;
  const ends = endsOf(w, { of: "post", at: target, read: namesIn(event, deliver) });
  const row = new Map(now.map((name) => [name, get(name)]));
  const names = joined(row, ends, traces, namesOf(w, synapse));
  const more: EventProgram["sets"] = deliver === undefined ? [] : [[delivery, deliver]];
  const values = synapseEvent(w, synapse, {
    event: { ...event, sets: [...event.sets, ...more] },
    names,
    step: get("spike time"),
  });
  const delivered: Variable = { name: "delivered", type: rule.precision };
  const value = values.get(delivery);
  setSynapse(w, synapse, values, deliver && value ? [[delivered, value]] : []);
  storeSynapse(w, synapse, used.changed);
  if (deliver === undefined) return;
  b.atomicAdd(rule.table.sums, target, b.get(delivered));
}

interface Spikes extends Pick<One, "get"> {
  readonly synapse: HeldSynapse;
}

/** Apply deferred spikes of the target; returns its traces before the source's spike. */
function targetState(
  w: RuleWriter,
  { last, readsTraces }: Pick<DeliverRow, "last" | "readsTraces">,
  { synapse, get }: Spikes,
): Names {
  const { lazy } = w.rule;
  if (!lazy && !readsTraces) return new Map();
  let from = newestOf(w, synapse.target);
  if (lazy) {
    const names = new Map(last.map((name) => [name, get(lastOf(name))]));
    const source = { last: get("source last"), names };
    const to = lastBefore(w, from, get("until spike"));
    from = to.pointer;
    const spikes = { dendritic: get("dendritic steps"), source };
    catchUp(w, synapse, { from: get("first waiting"), to }, spikes);
  }
  if (!readsTraces) return new Map();
  const until = get("until trace");
  return tracesAt(w, lastBefore(w, from, until), until);
}
