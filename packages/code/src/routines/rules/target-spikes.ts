import { routine } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { applySpike } from "./catch-up.ts";
import { lastBefore, newestOf } from "./history.ts";
import { type Column, commonAt, eachColumn, endsOf, sourceAt } from "./rows.ts";
import type { EagerArrays, RuleArrays } from "./rule-arrays.ts";
import { holdSynapse, storeSynapse, usedVariables } from "./synapses.ts";
import { joined, type Names, namesIn, type RuleWriter } from "./writer.ts";

/**
 * Write the routine that applies to their synapses the spikes of targets that arrive in a step.
 *
 * With `late` 1, for delays with which they precede spikes of the source; with 0, for the others.
 */
export function targetSpikes(rule: RuleArrays, eager: EagerArrays): Routine {
  const about = "Applies the spikes of targets that reach synapses in a step.";
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

/** Iterate over the spikes that the shard's targets sent in a step. */
function eachSpike(w: RuleWriter, eager: EagerArrays, { column, sent }: SentSpikes): void {
  const { b, rule } = w;
  const { post } = rule.program;
  if (post === undefined) return;
  const read = namesIn(post);
  const step = b.keep("time", b.apply("add", sent, column.dendritic));
  const common = commonAt(w, read, { step });
  const slot = b.keep("slot", b.apply("and", sent, b.i32(eager.length - 1)));
  const from = b.keep("list", b.apply("mul", slot, b.i32(eager.capacity)));
  const count = b.load(eager.counts, slot);
  b.for({ name: "spike", from, to: b.apply("add", from, count) }, (at) => {
    const target = b.load(eager.lists, at);
    const until = b.keep("until", b.apply("add", sent, b.i32(1)));
    const entry = lastBefore(w, newestOf(w, target), until);
    const more = joined(common, endsOf(w, { of: "post", at: target, read }));
    const inColumns = b.apply("mul", target, b.i32(rule.columns.length));
    const place = b.keep("place", b.apply("add", inColumns, column.number));
    const [from, to] = [b.load(eager.offsets, place), b.load(eager.offsets, place, 1)];
    b.for({ name: "place", from, to }, (own) =>
      applyToSynapse(w, eager, { column, own, target, entry: entry.pointer, more }),
    );
  });
}

interface OwnSynapse {
  readonly column: Column;
  /** Its position among the synapses sorted by target. */
  readonly own: Value;
  readonly target: Value;
  readonly entry: Value;
  readonly more: Names;
}

function applyToSynapse(
  w: RuleWriter,
  eager: EagerArrays,
  { column, own, target, entry, more }: OwnSynapse,
): void {
  const { b, rule } = w;
  const { post } = rule.program;
  if (post === undefined) return;
  const index = b.load(eager.synapses, own);
  const segment = b.load(eager.segments, own);
  const source = (): Value => {
    const { first, stride } = rule.segments;
    const distance = b.apply("sub", segment, b.i32(first));
    return b.apply("divUnsigned", distance, b.i32(stride * rule.columns.length));
  };
  const read = namesIn(post);
  const used = usedVariables(rule, [post]);
  const state = sourceAt(w, segment);
  const ofSource = endsOf(w, { of: "pre", at: () => b.keep("source", source()), read });
  const synapse = holdSynapse(w, { index, target, source }, used);
  applySpike(w, synapse, entry, {
    dendritic: column.dendritic,
    source: state,
    more: joined(more, ofSource),
  });
  storeSynapse(w, synapse, used.changed);
}
