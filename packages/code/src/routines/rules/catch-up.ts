import type { Value } from "../../form/graph.ts";
import { synapseEvent } from "./event.ts";
import { type Entry, lastBefore, neighbour, sentAt } from "./history.ts";
import { type SourceState, sourceNow } from "./rows.ts";
import { type HeldSynapse, moveSynapse, namesOf, setSynapse } from "./synapses.ts";
import { joined, loadNames, type Names, namesIn, type RuleWriter, timeIfRead } from "./writer.ts";

/** Inputs for applying spikes of a target. */
export interface TargetSpikes {
  /** Steps from the sending of a spike to its arrival at the synapse. */
  readonly dendritic: Value;
  /** The source, in the state after its last spike. */
  readonly source: SourceState;
  /** Values read of neurons, and of variables stored once. */
  readonly more?: Names;
}

/** Apply the spikes of a target to a synapse that were sent from a step on, up to an entry. */
export function catchUp(
  w: RuleWriter,
  synapse: HeldSynapse,
  { from, to }: { readonly from: Value; readonly to: Entry },
  spikes: TargetSpikes,
): void {
  const { b } = w;
  const applied = lastBefore(w, to.pointer, from);
  const entry = b.variable("entry", applied.pointer);
  b.while(b.apply("ne", b.get(entry), to.pointer), () => {
    b.set(entry, neighbour(w, b.get(entry), 1));
    applySpike(w, synapse, b.get(entry), spikes);
  });
}

/** Apply one spike of the target to a synapse. */
export function applySpike(
  w: RuleWriter,
  synapse: HeldSynapse,
  entry: Value,
  { dendritic, source, more = new Map() }: TargetSpikes,
): void {
  const { b, rule } = w;
  const { program } = rule;
  const { post } = program;
  if (post === undefined) return;
  const read = namesIn(post);
  const time = b.keep("time", b.apply("add", sentAt(w, entry), dendritic));
  const ofSource = program.source.some((name) => read.has(name))
    ? sourceNow(w, source, time)
    : new Map();
  const before = loadNames(w, rule.history.before, entry);
  const t = timeIfRead(w, read, time);
  moveSynapse(w, synapse, time);
  const names = joined(more, ofSource, before, namesOf(w, synapse), t);
  setSynapse(w, synapse, synapseEvent(w, synapse, { event: post, names, step: time }));
}
