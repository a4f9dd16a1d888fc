// Prints the time per synaptic event, by tier: node --conditions=@spikeloom/source tools/bench/delivery.ts
// [pd14|shard|brunel|short ...]. Between steps, the state of the targets is traversed as by an update.
import {
  type RowWeights,
  rangeWords,
  tunedCollection,
  tunedDelivery,
  writeTuned,
} from "../../packages/code/src/index.ts";
import { moduleBuilder, wasm } from "../../packages/code/src/targets/webassembly/encoder/index.ts";
import { arena } from "../../plugins/backend-clock/src/arena.ts";
import type { Deliver } from "../../plugins/backend-clock/src/machine.ts";
import {
  collectionOf,
  type TableDelivery,
} from "../../plugins/backend-clock/src/machine-routines.ts";
import {
  addressOf,
  inBytes,
  type PlacedArray,
  unsignedOf,
  viewOf,
} from "../../plugins/backend-clock/src/placed.ts";
import {
  countAddress,
  listAddress,
  spikeRing,
} from "../../plugins/backend-clock/src/spike-rings.ts";
import { eventCount } from "../../plugins/backend-clock/src/synapses/event-count.ts";

/** Rows of one kind of network. */
interface Rows {
  readonly sources: number;
  readonly targets: number;
  readonly delays: number;
  /** Synapses of one source and delay, on average. */
  readonly length: number;
  /** Spikes of a step, on average. */
  readonly spikes: number;
}

interface Tier {
  readonly kind: "segments" | "ring";
  readonly index: 2 | 4;
  readonly weight: "constant" | "f64" | "f32" | "packed";
  readonly precision: "f64" | "f32";
}

const networks: Readonly<Record<string, Rows>> = {
  // All of PD14 sends about 30 spikes per step; a quarter of its rows fits into memory next to f64 weights.
  pd14: { sources: 20_000, targets: 77_000, delays: 45, length: 86, spikes: 30 },
  shard: { sources: 20_000, targets: 38_500, delays: 45, length: 43, spikes: 30 },
  brunel: { sources: 12_500, targets: 12_500, delays: 1, length: 1250, spikes: 40 },
  short16: { sources: 20_000, targets: 38_500, delays: 45, length: 16, spikes: 30 },
  short8: { sources: 20_000, targets: 38_500, delays: 45, length: 8, spikes: 30 },
  short4: { sources: 20_000, targets: 38_500, delays: 45, length: 4, spikes: 30 },
  short2: { sources: 20_000, targets: 38_500, delays: 45, length: 2, spikes: 30 },
  short1: { sources: 20_000, targets: 38_500, delays: 45, length: 1, spikes: 30 },
};

const steps = 150;
const repeats = 5;
const stateWords = 3;

/** Uniform whole numbers below a limit, the same in every run. */
function drawer(): (limit: number) => number {
  let state = 0x9e3779b9;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * limit);
  };
}

/** Lay out a table, and return a function that writes it into memory. */
function lay(rows: Rows, tier: Tier) {
  const { kind, weight, precision } = tier;
  const isRing = kind === "ring";
  const count = rows.sources * rows.delays * rows.length;
  const place = arena();
  const sumBytes = precision === "f64" ? 8 : 4;
  const counted = "bytes";
  const sums = place.array("sums", precision, { length: rows.targets, counted });
  const state = place.allocate(rows.targets * sumBytes * stateWords);
  const spikes = spikeRing(place, "source", {
    neurons: 1024,
    capacity: 1024,
    reach: rows.delays,
  });
  const ranges = place.array("ranges", "i32", { length: rangeWords, counted });
  const { length } = spikes;
  const each = { length: count, counted } as const;
  const ring = isRing
    ? {
        sums: place.array("ring", precision, { length: length * rows.targets, counted }),
        delays: place.array("own delays", "u8", each),
        length,
        width: rows.targets,
      }
    : undefined;
  const segments = isRing ? 1 : rows.delays;
  const arrays = {
    delays: place.array("delays", "i32", { length: rows.delays, counted }),
    offsets: place.array("offsets", "i32", { length: rows.sources * segments + 1, counted }),
    targets: place.array("targets", tier.index === 2 ? "u16" : "i32", each),
  };
  const weights = ((): RowWeights<PlacedArray<"f64" | "f32">> => {
    if (weight === "constant") return { kind: "constant", weight: 0.5 };
    if (weight === "packed") return { kind: "packed", unit: 0.01 };
    return { kind: "each", array: place.array("weights", weight, each) };
  })();
  const job: TableDelivery = {
    rows: {
      source: "source",
      sources: rows.sources,
      steps: Int32Array.from({ length: rows.delays }, (_, k) => k + 1),
      count,
      segments,
      hasDenseRows: false,
      ...arrays,
      weights,
      sums,
      ring,
    },
    spikes: { ...spikes, lists: inBytes(spikes.lists) },
    ranges,
  };
  return { job, spikes, arrays, ring, sums, state, sumBytes, bytes: place.size };
}

type Laid = ReturnType<typeof lay>;

function fill({ job, arrays, ring }: Laid, rows: Rows, buffer: ArrayBufferLike): void {
  const { count, steps, segments, weights } = job.rows;
  const draw = drawer();
  viewOf(buffer, arrays.delays).set(steps);
  const offsets = unsignedOf(buffer, arrays.offsets);
  const all = rows.sources * segments;
  // Lengths vary by a fifth around their mean, so that loops do not have the same number of iterations each time.
  for (let k = 1; k < all; k++) {
    const mean = (k * count) / all;
    offsets[k] = Math.round(mean + (draw(1000) / 1000 - 0.5) * 0.4 * (count / all));
  }
  offsets[all] = count;
  const own = ring && unsignedOf(buffer, ring.delays);
  if (own !== undefined) for (let s = 0; s < count; s++) own[s] = 1 + draw(rows.delays);
  const targets = unsignedOf(buffer, arrays.targets);
  for (let s = 0; s < count; s++) {
    const target = draw(rows.targets);
    targets[s] = weights.kind === "packed" ? (target << 15) | (8000 + (s & 1023)) : target;
  }
}

/** A function that clears all sums and traverses the other data that a target's update would. */
function writeUpdate(m: ReturnType<typeof moduleBuilder>, rows: Rows, laid: Laid): void {
  const f = m.func("update", {});
  const at = f.local("i32", "at");
  const end = rows.targets * laid.sumBytes;
  f.count({ index: at, limit: f.constant("i32", end), step: 16 }, () => {
    f.get(at).get(f.constant("i32x4", 0)).op("v128.store", { offset: laid.sums.address });
    for (let word = 0; word < stateWords; word++) {
      const offset = laid.state + word * end;
      f.get(at).get(at).op("v128.load", { offset }).op("v128.not").op("v128.store", { offset });
    }
  });
}

function measure(rows: Rows, tier: Tier): number {
  const laid = lay(rows, tier);
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536 } });
  const sums = collectionOf(laid.job);
  writeTuned(m, tunedDelivery(laid.job), { addressOf, exported: "deliver" });
  if (sums !== undefined) {
    writeTuned(m, tunedCollection(sums), { addressOf, exported: "collect" });
  }
  writeUpdate(m, rows, laid);
  const memory = new wasm.Memory({
    initial: Math.ceil(laid.bytes / 65_536) + 1,
    maximum: 65_536,
  });
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env: { memory } });
  const { buffer } = memory;
  fill(laid, rows, buffer);
  const draw = drawer();
  const { spikes } = laid;
  const count = eventCount(laid.job.rows, memory);
  const [send, collect] = [exports["deliver"] as Deliver, exports["collect"] as Deliver];
  const update = exports["update"] as () => void;
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat <= repeats; repeat++) {
    let [spent, events] = [0, 0];
    for (let step = 0; step < steps + rows.delays; step++) {
      const fired = draw(2 * rows.spikes + 1);
      const neurons = new Uint32Array(fired).map(() => draw(rows.sources)).sort();
      new Uint32Array(buffer, listAddress(spikes, step), fired).set(neurons);
      new Uint32Array(buffer, countAddress(spikes, step), 1)[0] = fired;
      update();
      const began = performance.now();
      if (sums !== undefined) collect(step);
      send(step);
      // The first steps lack spikes of earlier ones.
      if (step < rows.delays) continue;
      spent += performance.now() - began;
      events += count(neurons);
    }
    if (repeat > 0) least = Math.min(least, (spent * 1e6) / events);
  }
  return least;
}

const tiers: readonly Tier[] = (["segments", "ring"] as const).flatMap((kind) =>
  (["f64", "f32"] as const).flatMap((precision) =>
    (["constant", "f64", "f32", "packed"] as const).flatMap((weight) =>
      ([2, 4] as const).map((index) => ({ kind, precision, weight, index })),
    ),
  ),
);

const asked = process.argv.slice(2).filter((word) => word in networks);
for (const name of asked.length > 0 ? asked : ["pd14", "shard", "brunel"]) {
  const rows = networks[name];
  if (rows === undefined) continue;
  console.log(`${name}: ${JSON.stringify(rows)}`);
  for (const tier of tiers) {
    if (tier.index === 2 && (rows.targets > 65_536 || tier.weight === "packed")) continue;
    if (tier.precision === "f32" && tier.weight === "f64") continue;
    if (tier.kind === "ring" && rows.length > 16) continue;
    if (tier.index === 4 && tier.weight !== "packed" && rows.targets <= 65_536) continue;
    const { kind, precision, weight, index } = tier;
    const form = `${kind} ${precision}, ${index} bytes + ${weight}`;
    console.log(`  ${measure(rows, tier).toFixed(2)} ns  ${form}`);
  }
}
