import type { Local } from "@spikeloom/code";
import { namesIn } from "../routines/writer.ts";
import { gather, type Wide } from "./wide.ts";
import { moveWide } from "./wide-motion.ts";

/** Spikes of a target that are applied to a synapse without a branch. */
export const appliedSpikes = 3;

/** Load the steps of a target's four newest spikes, one that is too new left out. */
export function loadSent({ f, rule, recent, given, shift, ...wide }: Wide, lane: number): void {
  const { vector, integer } = wide;
  const [at, shifted] = [integer(`recent ${lane}`), integer(`shifted ${lane}`)];
  const sent = vector(`sent ${lane}`);
  f.get(integer(`target ${lane}`))
    .i32(recent.bytes)
    .op("i32.mul");
  f.i32(rule.address.recent).op("i32.add").tee(at);
  f.op("i32.load").get(given["until spike"]).op("i32.ge_s").tee(shifted);
  f.i32(2).op("i32.shl").get(at).op("i32.add").op("v128.load", { align: 4 }).set(sent);
  // Traces of a spike are numbers, so they lie at another distance than steps.
  f.get(shifted).i32(shift).op("i32.shl").get(at).op("i32.add").set(at);
  f.get(sent)
    .get(vector("from"))
    .op("i32x4.ge_s")
    .tee(vector(`counts ${lane}`));
  f.get(sent).get(vector("shift")).op("i32x4.add").op("v128.and");
  f.i32(shift)
    .op("i32x4.shl")
    .set(vector(`steps ${lane}`));
}

/** Push whether a target has spiked more often than is computed, or too long ago. */
export function pushTooMuch({ f, row, each, vector }: Wide): void {
  for (const lane of each) {
    const sent = vector(`sent ${lane}`);
    f.get(sent).get(vector("too late")).op("i32x4.ge_s");
    if (lane > 0) f.op("v128.or");
    if (!row.readsTraces) continue;
    f.get(sent).get(vector("too early")).op("i32x4.lt_s").op("v128.or");
  }
  f.op("v128.any_true");
}

/** Push whether the targets sent a spike since the source's last: one lane of each mask. */
export function pushCounts({ f, each, vector }: Wide, spike: number): void {
  for (const lane of each) {
    f.get(vector(`counts ${lane}`));
    if (lane > 0) f.op("v128.or");
  }
  f.get(vector(`only ${spike}`)).op("v128.and");
}

/** Apply one spike to the synapses whose targets sent it since the source's last. */
export function applyWide(wide: Wide, spike: number): void {
  const { f, rule, recent, row, each, bytes, vector, vectors, integer } = wide;
  const { post, source, target } = rule.ruled.program;
  if (post === undefined) return;
  const own = new Set([...source, ...target]);
  const naming = (name: string): Local => vector(own.has(name) ? `${name} at spike` : name);
  const read = namesIn(post);
  if (source.some((name) => read.has(name))) {
    const offsets = each.map((lane) => {
      const offset = integer(`offset ${lane}`);
      f.get(vector(`steps ${lane}`))
        .op("i32x4.extract_lane", spike)
        .set(offset);
      return offset;
    });
    for (const name of row.last) f.get(vector(`${name} last`)).set(naming(name));
    moveWide(wide, "source", { level: 0, offsets, naming });
  }
  const places = each.map((lane) => integer(`recent ${lane}`));
  for (const [name, first] of recent.before) {
    gather(wide, places, first + spike * bytes, naming(name));
  }
  for (const one of post.lets) {
    if ("value" in one) vectors.assign([[naming(one.name), one.value]], naming);
  }
  vectors.assign(
    post.sets.map(([name, value]) => [vector(`${name} then`), value] as const),
    naming,
  );
  const counts = vector("counts");
  spreadLanes(wide, spike, counts);
  for (const [name] of post.sets) {
    f.get(vector(`${name} then`))
      .get(vector(name))
      .get(counts)
      .op("v128.bitselect");
    f.set(vector(name));
  }
}

/** Bring one lane of each synapse's mask side by side, as wide as its number. */
function spreadLanes({ f, lanes, vector }: Wide, spike: number, target: Local): void {
  const word = (of: number, lane: number): number[] =>
    [0, 1, 2, 3].map((byte) => 16 * of + 4 * lane + byte);
  const join = (a: number, b: number): void => {
    f.get(vector(`counts ${a}`)).get(vector(`counts ${b}`));
    const [left, right] = [word(0, spike), word(1, spike)];
    f.op("i8x16.shuffle", [...left, ...left, ...right, ...right]);
  };
  join(0, 1);
  if (lanes === 2) {
    f.set(target);
    return;
  }
  f.set(vector("lower"));
  join(2, 3);
  f.set(vector("upper"));
  f.get(vector("lower")).get(vector("upper"));
  f.op("i8x16.shuffle", [...word(0, 0), ...word(0, 2), ...word(1, 0), ...word(1, 2)]);
  f.set(target);
}
