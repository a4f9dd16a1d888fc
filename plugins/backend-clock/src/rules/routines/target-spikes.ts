import { type Routine, routine, type Value } from "@spikeloom/code";
import type { EagerLayout, LaidRule } from "../laid-rule.ts";
import { applySpike } from "./catch-up.ts";
import { lastBefore, newestOf } from "./history.ts";
import { type Column, commonAt, eachColumn, endsOf, sourceAt } from "./rows.ts";
import { drawKey, holdSynapse, storeSynapse, usedVariables } from "./synapses.ts";
import { joined, loadInteger, type Names, namesIn, type RuleWriter } from "./writer.ts";

/**
 * Make the routine that applies to their synapses the spikes of targets that come in a step.
 *
 * Those of delays where they come before spikes of the source with `late` 1, the others with 0.
 */
export function targetSpikes(rule: LaidRule, eager: EagerLayout): Routine {
  const about = "Applies the spikes of targets that come to synapses in a step.";
  const parameters = { step: "i32", late: "i32" } as const;
  return routine("target_spikes", { about, parameters }, (b, { step, late }) => {
    const w = { b, rule };
    eachColumn(w, (column) => {
      const twice = b.apply("shiftLeft", column.dendritic, b.i32(1));
      const sent = b.keep("sent", b.apply("sub", step, twice));
      const isDue = b.apply("and", b.apply("eq", column.late, late), b.apply("ge", sent, b.i32(0)));
      b.if(isDue, () => eachSpike(w, eager, { column, sent }));
    });
    return undefined;
  });
}

interface SentSpikes {
  readonly column: Column;
  readonly sent: Value;
}

/** Walk the spikes that the shard's targets sent in a step. */
function eachSpike(w: RuleWriter, eager: EagerLayout, { column, sent }: SentSpikes): void {
  const { b, rule } = w;
  const { post } = rule.ruled.program;
  if (post === undefined) return;
  const read = namesIn(post);
  const step = b.keep("time", b.apply("add", sent, column.dendritic));
  const common = commonAt(w, read, { step });
  const slot = b.keep("slot", b.apply("and", sent, b.i32(eager.length - 1)));
  const from = b.keep("list", b.apply("mul", slot, b.i32(eager.capacity)));
  const count = loadInteger(w, { name: "spike counts", address: eager.counts, at: slot });
  b.for({ name: "spike", from, to: b.apply("add", from, count) }, (at) => {
    const target = loadInteger(w, { name: "spike list", address: eager.lists, at });
    const until = b.keep("until", b.apply("add", sent, b.i32(1)));
    const entry = lastBefore(w, newestOf(w, target), until);
    const more = joined(common, endsOf(w, { of: "post", at: target, read }));
    const inColumns = b.apply("mul", target, b.i32(rule.columns.length));
    const place = b.keep("place", b.apply("add", inColumns, column.number));
    const bound = (beyond: 0 | 1): Value =>
      loadInteger(w, { name: "offsets", address: eager.offsets + 4 * beyond, at: place });
    b.for({ name: "place", from: bound(0), to: bound(1) }, (own) =>
      applyToSynapse(w, eager, { column, own, target, entry: entry.address, more }),
    );
  });
}

interface OwnSynapse {
  readonly column: Column;
  /** Its place among the synapses that are sorted by target. */
  readonly own: Value;
  readonly target: Value;
  readonly entry: Value;
  readonly more: Names;
}

function applyToSynapse(
  w: RuleWriter,
  eager: EagerLayout,
  { column, own, target, entry, more }: OwnSynapse,
): void {
  const { b, rule } = w;
  const { post } = rule.ruled.program;
  if (post === undefined) return;
  const index = loadInteger(w, { name: "synapses", address: eager.synapses, at: own });
  const segment = loadInteger(w, { name: "segments", address: eager.segments, at: own });
  const source = (): Value => {
    const bytes = b.i32(rule.segment.bytes * rule.columns.length);
    return b.apply("divUnsigned", b.apply("sub", segment, b.i32(rule.address.segments)), bytes);
  };
  const read = namesIn(post);
  const used = usedVariables(rule, [post]);
  const state = sourceAt(w, segment);
  const ofSource = readsSource(rule, read)
    ? endsOf(w, { of: "pre", at: b.keep("source", source()), read })
    : new Map();
  const synapse = holdSynapse(w, { index, target }, used);
  applySpike(w, synapse, entry, {
    dendritic: column.dendritic,
    source: state,
    more: joined(more, ofSource),
    key: (time) => drawKey(w, synapse, { step: time, source }),
  });
  storeSynapse(w, synapse, used.changed);
}

function readsSource({ ruled }: LaidRule, read: ReadonlySet<string>): boolean {
  const { reads, filters } = ruled.program;
  return [...reads, ...filters].some(({ name, of }) => of === "pre" && read.has(name));
}
