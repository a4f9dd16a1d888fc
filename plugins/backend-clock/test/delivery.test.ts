import { tunedCollection, tunedDelivery, writeTuned } from "@spikeloom/code";
import { moduleBuilder, wasm } from "@spikeloom/code/encoder";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { flatCall } from "../src/flat-call.ts";
import type { Deliver } from "../src/machine.ts";
import { collectionOf } from "../src/machine-routines.ts";
import { addressOf } from "../src/placed.ts";
import { eventCount } from "../src/synapses/event-count.ts";
import { type Layout, layTable, type PlacedTable, type Synapse } from "./delivery-network.ts";

interface Case extends Layout {
  /** The neurons that spike in each step. */
  readonly spikes: readonly (readonly number[])[];
}

/** One form of delivery: the events of a step, and the sums after it. */
interface Form {
  readonly buffer: ArrayBufferLike;
  readonly collect: Deliver | undefined;
  readonly deliver: Deliver;
}

function interpretedForm({ job, bytes }: PlacedTable): Form {
  const memory = { buffer: new ArrayBuffer(bytes) };
  const collected = collectionOf(job);
  return {
    buffer: memory.buffer,
    collect: collected && flatCall(tunedCollection(collected).routine, { memory, addressOf }),
    deliver: flatCall(tunedDelivery(job).routine, { memory, addressOf }),
  };
}

function webAssemblyForm({ job, bytes }: PlacedTable): Form {
  const pages = Math.ceil(bytes / 65_536);
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536 } });
  const collected = collectionOf(job);
  if (collected !== undefined) {
    writeTuned(m, tunedCollection(collected), { addressOf, exported: "collect" });
  }
  writeTuned(m, tunedDelivery(job), { addressOf, exported: "deliver" });
  const memory = new wasm.Memory({ initial: pages, maximum: 65_536 });
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env: { memory } });
  return {
    buffer: memory.buffer,
    collect: exports["collect"] as Deliver | undefined,
    deliver: exports["deliver"] as Deliver,
  };
}

/** Sums as the contract defines them, synapse by synapse. */
function naiveForm(given: Case): { step(step: number): void; sums(): Uint8Array } {
  const { precision, targets, kind, synapses, spikes } = given;
  const make = () => (precision === "f64" ? new Float64Array(targets) : new Float32Array(targets));
  const total = make();
  const rows = Map.groupBy(synapses, ({ source }) => source);
  const add = (to: Float64Array | Float32Array, target: number, weight: number): void => {
    to[target] = (to[target] ?? 0) + weight;
  };
  const arriving = (sent: number, step: number, into: Float64Array | Float32Array): void => {
    for (const source of spikes[sent] ?? []) {
      for (const synapse of rows.get(source) ?? []) {
        if (sent + synapse.delay === step) add(into, synapse.target, weightOf(given, synapse));
      }
    }
  };
  const longest = Math.max(0, ...synapses.map(({ delay }) => delay));
  return {
    step(step) {
      if (kind === "segments") {
        // Delay ascending: the latest spikes first.
        for (let delay = 0; delay <= longest; delay++) arriving(step - delay, step, total);
        return;
      }
      const slot = make();
      for (let sent = step - longest; sent <= step; sent++) arriving(sent, step, slot);
      slot.forEach((sum, target) => {
        add(total, target, sum);
      });
    },
    sums: () => new Uint8Array(total.buffer),
  };
}

function weightOf({ precision, weight, scale, synapses }: Case, synapse: Synapse): number {
  const round = precision === "f64" ? (value: number) => value : Math.fround;
  const exact: Readonly<Record<Layout["weight"], number>> = {
    constant: synapses[0]?.weight ?? 1,
    f64: synapse.weight,
    f32: Math.fround(synapse.weight),
    packed: synapse.weight * round(scale),
  };
  return round(exact[weight]);
}

/** Uniform numbers below a limit, from a seed. */
function drawer(seed: number): (limit: number) => number {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

interface Shape {
  readonly seed: number;
  readonly sources: number;
  readonly targets: number;
  readonly delays: readonly number[];
  readonly count: number;
  /** Of a hundred neurons, those that spike in a step. */
  readonly active: number;
  readonly index: 2 | 4;
  readonly counted: Layout["counted"];
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  seed: fc.integer(),
  sources: fc.constantFrom(1, 2, 17, 70),
  targets: fc.constantFrom(1, 5, 333, 65_536),
  delays: fc.uniqueArray(
    fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(255, 256, 300)),
    {
      minLength: 1,
      maxLength: 12,
    },
  ),
  count: fc.constantFrom(0, 1, 3, 40, 700, 3000),
  active: fc.constantFrom(0, 10, 100),
  index: fc.constantFrom<2 | 4>(2, 4),
  counted: fc.constantFrom("bytes", "elements"),
});

function makeCase(
  { seed, delays, count, active, ...shape }: Shape,
  tier: Pick<Layout, "kind" | "weight" | "precision">,
): Case {
  const draw = drawer(seed);
  // A ring of sums for all targets that two bytes can address would be 256 MiB.
  const targets = tier.kind === "ring" ? Math.min(shape.targets, 400) : shape.targets;
  const synapses = Array.from({ length: count }, () => ({
    source: draw(shape.sources),
    target: draw(targets),
    delay: delays[draw(delays.length)] ?? 1,
    weight: tier.weight === "packed" ? draw(32_768) - 16_384 : (draw(1 << 30) - (1 << 29)) / 1e7,
  }));
  const spikes = Array.from({ length: 4 }, () =>
    Array.from({ length: shape.sources }, (_, neuron) => neuron).filter(() => draw(100) < active),
  );
  return { ...shape, ...tier, targets, synapses, spikes, scale: 0.0137 };
}

/** Run all steps with arrivals; the sums after each must equal the naive ones. */
function expectContract(given: Case): void {
  const placed = layTable(given);
  const forms = [interpretedForm(placed), webAssemblyForm(placed)];
  for (const { buffer } of forms) placed.fill(buffer);
  const naive = naiveForm(given);
  const last = given.spikes.length + (placed.job.rows.steps.at(-1) ?? 0);
  for (let step = 0; step <= last; step++) {
    naive.step(step);
    for (const { buffer, collect, deliver } of forms) {
      placed.send(buffer, step, given.spikes[step] ?? []);
      collect?.(step);
      deliver(step);
      if (Buffer.compare(placed.sums(buffer), naive.sums()) !== 0) {
        expect(typed(placed.sums(buffer), given)).toEqual(typed(naive.sums(), given));
        // Equal values with other bits.
        expect([...placed.sums(buffer)]).toEqual([...naive.sums()]);
      }
    }
  }
}

function typed(bytes: Uint8Array, { precision }: Case): number[] {
  const { buffer } = bytes.slice();
  return [...(precision === "f64" ? new Float64Array(buffer) : new Float32Array(buffer))];
}

// Sixteen kinds of delivery draw the same number each.
const numRuns = draws({ ci: 6, long: 400 });

describe.each(["segments", "ring"] as const)("delivery by %s", (kind) => {
  describe.each(["constant", "f64", "f32", "packed"] as const)("with weights %s", (weight) => {
    it.each(["f64", "f32"] as const)("sums %s in the stated order, to the bit", (precision) => {
      fc.assert(
        fc.property(shapes, (shape) => {
          expectContract(makeCase(shape, { kind, weight, precision }));
        }),
        { numRuns },
      );
    });
  });
});

describe("delivery", () => {
  const shape = { seed: 3, targets: 50, index: 2, counted: "bytes" } as const;
  const tier = { kind: "segments", weight: "f64", precision: "f64" } as const;

  it("keeps the order if a step has more segments than the buffer holds", () => {
    // 70 neurons × 12 delays that all end in one step: 840 segments, with 256 in the buffer.
    const delays = Array.from({ length: 12 }, (_, k) => k + 1);
    const given = makeCase({ ...shape, sources: 70, delays, count: 4000, active: 100 }, tier);
    const spikes = Array.from({ length: 12 }, () => given.spikes[0] ?? []);
    expectContract({ ...given, spikes });
  });

  it("reaches the last of 2^17 accumulators with packed weights", () => {
    const synapse = { source: 0, target: 2 ** 17 - 1, delay: 1, weight: -16_384 };
    expectContract({
      ...shape,
      kind: "segments",
      weight: "packed",
      precision: "f32",
      sources: 1,
      targets: 2 ** 17,
      scale: 0.5,
      synapses: [synapse],
      spikes: [[0]],
    });
  });

  describe.each(["constant", "f64", "f32"] as const)("of dense rows with weights %s", (weight) => {
    it.each(["f64", "f32"] as const)("adds %s to the bit", (precision) => {
      fc.assert(
        fc.property(
          fc.record({
            seed: fc.integer(),
            targets: fc.integer({ min: 33, max: 90 }),
            index: fc.constantFrom<2 | 4>(2, 4),
            counted: fc.constantFrom("bytes", "elements"),
            /** Of a hundred synapses, those that a row lacks. */
            missing: fc.constantFrom(0, 3),
            /** Whether some targets occur twice in a row, or rows are not ascending. */
            isRepeated: fc.boolean(),
          }),
          ({ missing, isRepeated, ...one }) => {
            const draw = drawer(one.seed);
            const order = Array.from({ length: one.targets }, (_, target) => target);
            const synapses = [0, 1, 2].flatMap((source) => {
              const row = order.filter(() => draw(100) >= missing);
              if (isRepeated) row.splice(draw(30), 2, draw(one.targets), draw(one.targets));
              return row.map((target) => {
                return { source, target, delay: 1, weight: (draw(1 << 30) - (1 << 29)) / 1e7 };
              });
            });
            const spikes = [[0, 1, 2], [1], [0, 2]];
            expectContract({
              ...one,
              hasDenseRows: true,
              kind: "segments",
              weight,
              precision,
              sources: 3,
              scale: 1,
              synapses,
              spikes,
            });
          },
        ),
        { numRuns: draws({ ci: 30, long: 1000 }) },
      );
    });
  });

  it.each(["segments", "ring"] as const)("counts the events that spikes cause (%s)", (kind) => {
    const delays = [1, 4, 9];
    const given = makeCase(
      { ...shape, sources: 17, delays, count: 700, active: 0 },
      { ...tier, kind },
    );
    const placed = layTable(given);
    const buffer = new ArrayBuffer(placed.bytes);
    placed.fill(buffer);
    const count = eventCount(placed.job.rows, { buffer });
    const expected = given.synapses.filter(({ source }) => source === 3 || source === 16).length;
    expect(count(Uint32Array.of(3, 16))).toBe(expected);
    expect(count(Uint32Array.from({ length: 17 }, (_, k) => k))).toBe(700);
  });
});
