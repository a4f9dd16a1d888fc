// Prints the time that one synaptic event costs, by tier: node --conditions=@spikeloom/source tools/bench/delivery.ts
// [pd14|shard|brunel|short ...]. Each step the state of the targets is walked in between, as an update would.
import { moduleBuilder, wasm } from "../../packages/code/src/index.ts";
import { arena } from "../../plugins/backend-clock/src/arena.ts";
import type { Deliver, DeliveryJob } from "../../plugins/backend-clock/src/delivery/delivery.ts";
import {
  deliveryScratchBytes,
  eventCount,
} from "../../plugins/backend-clock/src/delivery/delivery.ts";
import {
  collection,
  delivery,
} from "../../plugins/backend-clock/src/delivery/delivery-routines.ts";
import type { SynapseLayout } from "../../plugins/backend-clock/src/delivery/delivery-table.ts";
import { weightBytes } from "../../plugins/backend-clock/src/delivery/delivery-table.ts";
import { writeMachineRoutine } from "../../plugins/backend-clock/src/machine-routines.ts";
import {
  countAddress,
  listAddress,
  spikeRing,
} from "../../plugins/backend-clock/src/spike-rings.ts";

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

interface Tier extends Pick<SynapseLayout, "kind" | "index" | "weight"> {
  readonly precision: "f64" | "f32";
}

const networks: Readonly<Record<string, Rows>> = {
  // All of PD14 sends about 30 spikes a step; a quarter of its rows fits into memory beside f64 weights.
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

/** Lay out a table, and give what writes it into memory. */
function lay(rows: Rows, tier: Tier) {
  const { kind, weight, precision } = tier;
  const isRing = kind === "ring";
  const columns = isRing ? 1 : rows.delays;
  const count = rows.sources * rows.delays * rows.length;
  const own = weightBytes[weight];
  const place = arena();
  const sumBytes = precision === "f64" ? 8 : 4;
  const base = place.allocate(rows.targets * sumBytes);
  const state = place.allocate(rows.targets * sumBytes * stateWords);
  const ring = spikeRing(place, "source", {
    neurons: 1024,
    capacity: 1024,
    reach: rows.delays,
  });
  const scratch = place.allocate(deliveryScratchBytes);
  const sums = isRing ? place.allocate(ring.length * rows.targets * sumBytes) : 0;
  const address = {
    delays: place.allocate(rows.delays * 4),
    offsets: place.allocate((rows.sources * columns + 1) * 4),
    own: place.allocate(isRing ? count : 0),
    targets: place.allocate(count * tier.index),
    weights: place.allocate(count * own),
  };
  const layout: SynapseLayout = {
    kind,
    index: tier.index,
    weight,
    base,
    scale: 0.01,
    ...(isRing && {
      ring: { address: sums, length: ring.length, width: rows.targets, delayBytes: 1 },
    }),
  };
  const delays = Int32Array.from({ length: rows.delays }, (_, k) => k + 1);
  const job: DeliveryJob = {
    table: {
      source: "source",
      sources: rows.sources,
      delays,
      count,
      layout,
      address,
      weight: weight === "constant" ? 0.5 : undefined,
    },
    ring,
    precision,
    scratch,
  };
  return { job, base, state, sumBytes, bytes: place.size };
}

type Laid = ReturnType<typeof lay>;

function fill({ job }: Laid, rows: Rows, buffer: ArrayBufferLike): void {
  const { table } = job;
  const { address, layout, count } = table;
  const draw = drawer();
  const columns = layout.ring === undefined ? rows.delays : 1;
  const segments = rows.sources * columns;
  new Int32Array(buffer, address.delays, rows.delays).set(table.delays);
  const offsets = new Uint32Array(buffer, address.offsets, segments + 1);
  // Lengths vary by a fifth around their mean, so that no loop has the same number of turns each time.
  for (let k = 1; k < segments; k++) {
    const mean = (k * count) / segments;
    offsets[k] = Math.round(mean + (draw(1000) / 1000 - 0.5) * 0.4 * (count / segments));
  }
  offsets[segments] = count;
  const bytes = new Uint8Array(buffer, address.own, layout.ring === undefined ? 0 : count);
  for (let s = 0; s < bytes.length; s++) bytes[s] = 1 + draw(rows.delays);
  const halves = new Uint16Array(buffer);
  const stride = layout.index / 2;
  for (let s = 0, at = address.targets / 2; s < count; s++, at += stride) {
    const target = draw(rows.targets);
    const word = layout.weight === "packed" ? (target << 15) | (8000 + (s & 1023)) : target;
    halves[at] = word;
    if (layout.index === 4) halves[at + 1] = word >>> 16;
  }
}

/** A function that clears all sums and walks what else a target's update would. */
function writeUpdate(m: ReturnType<typeof moduleBuilder>, rows: Rows, laid: Laid): void {
  const f = m.func("update", {});
  const at = f.local("i32", "at");
  const end = rows.targets * laid.sumBytes;
  f.count({ index: at, limit: f.constant("i32", end), step: 16 }, () => {
    f.get(at).get(f.constant("i32x4", 0)).op("v128.store", { offset: laid.base });
    for (let word = 0; word < stateWords; word++) {
      const offset = laid.state + word * end;
      f.get(at).get(at).op("v128.load", { offset }).op("v128.not").op("v128.store", { offset });
    }
  });
}

function measure(rows: Rows, tier: Tier): number {
  const laid = lay(rows, tier);
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536 } });
  const sums = laid.job.table.layout.ring;
  writeMachineRoutine(m, "deliver", delivery(laid.job));
  if (sums !== undefined) {
    const job = { sums, base: laid.base, precision: tier.precision };
    writeMachineRoutine(m, "collect", collection(job));
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
  const { ring } = laid.job;
  const count = eventCount(laid.job.table, memory);
  const [send, collect] = [exports["deliver"] as Deliver, exports["collect"] as Deliver];
  const update = exports["update"] as () => void;
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat <= repeats; repeat++) {
    let [spent, events] = [0, 0];
    for (let step = 0; step < steps + rows.delays; step++) {
      const fired = draw(2 * rows.spikes + 1);
      const neurons = new Uint32Array(fired).map(() => draw(rows.sources)).sort();
      new Uint32Array(buffer, listAddress(ring, step), fired).set(neurons);
      new Uint32Array(buffer, countAddress(ring, step), 1)[0] = fired;
      update();
      const began = performance.now();
      if (sums !== undefined) collect(step);
      send(step);
      // The first steps still lack spikes of those before.
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
