import { namesIn } from "../../../../routines/rules/writer.ts";
import type { Local } from "../../encoder/function.ts";
import { gather, type Wide } from "./wide.ts";
import { moveWide } from "./wide-motion.ts";

/** Spikes of a target that are applied to several synapses at once: as many as a vector has lanes for steps. */
export const appliedSpikes = 4;

/** Load the steps of a target's four newest spikes, skipping one that is too new. */
export function loadSent(
  { f, addressOf, recent, given, shift, ...wide }: Wide,
  lane: number,
): void {
  const { vector, integer } = wide;
  const [at, shifted] = [integer(`recent ${lane}`), integer(`shifted ${lane}`)];
  const offset = addressOf(recent.fields.sent);
  f.get(integer(`target ${lane}`))
    .i32(recent.stride)
    .op("i32.mul")
    .tee(at);
  f.op("i32.load", { offset }).get(given["until spike"]).op("i32.ge_s").tee(shifted);
  f.i32(2)
    .op("i32.shl")
    .get(at)
    .op("i32.add")
    .tee(integer(`steps at ${lane}`));
  f.op("v128.load", { offset, align: 4 }).set(vector(`sent of ${lane}`));
  // Traces of a spike are numbers, so their spacing differs from that of steps.
  f.get(shifted).i32(shift).op("i32.shl").get(at).op("i32.add").set(at);
}

/**
 * The position of a spike among the vectors of steps: the vector, and the lane of its first synapse.
 *
 * Spikes of the same age are adjacent, one for each synapse; two ages share a vector if there are two synapses.
 */
export function spikePlace(
  { lanes }: Pick<Wide, "lanes">,
  spike: number,
): { readonly word: number; readonly first: number } {
  const ages = words / lanes;
  return { word: Math.floor(spike / ages), first: (spike % ages) * lanes };
}

/** Number of 32-bit lanes in a vector. */
const words = 4;

/**
 * Arrange the steps by the age of spikes, and compute which spikes apply and the elapsed time of the source's traces.
 */
export function arrangeSent(wide: Wide): void {
  const { f, each, lanes, shift, vector } = wide;
  const half = lanes / 2;
  let rows = each.map((lane) => vector(`sent of ${lane}`));
  // One round for two synapses, two for four: the last one leaves ages in order.
  for (let round = 1; round < lanes; round *= 2) {
    const name = 2 * round === lanes ? "sent" : "half sent";
    rows = each.map((k) => {
      const [a, b] = [rows[k >> 1], rows[half + (k >> 1)]] as [Local, Local];
      shuffle(wide, [a, b], k % 2 === 0 ? [0, 4, 1, 5] : [2, 6, 3, 7]);
      f.set(vector(`${name} ${k}`));
      return vector(`${name} ${k}`);
    });
  }
  rows.forEach((sent, word) => {
    f.get(sent)
      .get(vector("from"))
      .op("i32x4.ge_s")
      .tee(vector(`counts ${word}`));
    f.get(sent).get(vector("shift")).op("i32x4.add").op("v128.and");
    f.i32(shift)
      .op("i32x4.shl")
      .set(vector(`steps ${word}`));
  });
}

/** Push whether a target has spiked more often than is computed, or too long ago. */
export function pushTooMuch(wide: Wide): void {
  const { f, addressOf, recent, row, given, each, vector, integer } = wide;
  const newest = vector("sent 0");
  f.get(newest).get(vector("too late")).op("i32x4.ge_s");
  if (row.readsTraces) f.get(newest).get(vector("too early")).op("i32x4.lt_s").op("v128.or");
  f.op("v128.any_true");
  for (const lane of each) {
    f.get(integer(`steps at ${lane}`));
    f.op("i32.load", { offset: addressOf(recent.fields.sent) + 4 * appliedSpikes });
    f.get(given["first waiting"]).op("i32.ge_s").op("i32.or");
  }
}

/** Push which targets sent a spike since the source's last one: the lanes of one age, the others zero. */
export function pushCounts(wide: Wide, spike: number): void {
  const { f, lanes, vector } = wide;
  const { word } = spikePlace(wide, spike);
  f.get(vector(`counts ${word}`));
  if (lanes < words) f.get(vector(`only ${spike}`)).op("v128.and");
}

/** Apply one spike to the synapses whose targets sent it since the source's last one. */
export function applyWide(wide: Wide, spike: number): void {
  const { f, rule, addressOf, recent, row, each, bytes, vector, vectors, integer } = wide;
  const { post, source, target } = rule.program;
  if (post === undefined) return;
  const own = new Set([...source, ...target]);
  const naming = (name: string): Local => vector(own.has(name) ? `${name} at spike` : name);
  const read = namesIn(post);
  const { word, first } = spikePlace(wide, spike);
  if (source.some((name) => read.has(name))) {
    const offsets = each.map((lane) => {
      const offset = integer(`offset ${lane}`);
      f.get(vector(`steps ${word}`))
        .op("i32x4.extract_lane", first + lane)
        .set(offset);
      return offset;
    });
    for (const name of row.last) f.get(vector(`${name} last`)).set(naming(name));
    moveWide(wide, "source", { level: 0, offsets, naming });
  }
  const places = each.map((lane) => integer(`recent ${lane}`));
  for (const [name, array] of recent.before) {
    gather(wide, places, addressOf(array) + spike * bytes, naming(name));
  }
  for (const one of post.lets) {
    if ("value" in one) vectors.assign([[naming(one.name), one.value]], naming);
  }
  vectors.assign(
    post.sets.map(([name, value]) => [vector(`${name} then`), value] as const),
    naming,
  );
  const counts = maskOf(wide, spike);
  for (const [name] of post.sets) {
    f.get(vector(`${name} then`))
      .get(vector(name))
      .get(counts)
      .op("v128.bitselect");
    f.set(vector(name));
  }
}

/** The mask of a spike, as wide as the synapses' numbers. */
function maskOf(wide: Wide, spike: number): Local {
  const { f, lanes, vector } = wide;
  const { word, first } = spikePlace(wide, spike);
  const counts = vector(`counts ${word}`);
  if (lanes === words) return counts;
  const mask = vector("mask");
  shuffle(wide, [counts, counts], [first, first, first + 1, first + 1]);
  f.set(mask);
  return mask;
}

/** Push four words of two vectors, numbered across both. */
function shuffle(
  { f }: Wide,
  [a, b]: readonly [Local, Local],
  taken: readonly [number, number, number, number],
): void {
  const bytes = taken.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte));
  f.get(a).get(b).op("i8x16.shuffle", bytes);
}
