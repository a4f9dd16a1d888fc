import type { FunctionBuilder, Local, ModuleBuilder } from "@spikeloom/compile";
import type { SpikeRing } from "./spike-rings.ts";
import type { SynapseTable } from "./synapse-table.ts";

/** Add the weights that arrive in a step to the accumulators. */
export type Deliver = (step: number) => void;

/** What delivery reads. */
export interface DeliveryJob {
  readonly table: SynapseTable;
  readonly ring: SpikeRing;
  readonly precision: "f64" | "f32";
}

/**
 * Deliver in plain JavaScript: for each delay, the spikes of that long ago, in order of neuron.
 *
 * Sums run in the order (delay, neuron, creation), which the WebAssembly form keeps as well.
 */
export function javascriptDelivery(
  { table, ring, precision }: DeliveryJob,
  memory: { readonly buffer: ArrayBufferLike },
): Deliver {
  const isDouble = precision === "f64";
  const { address, delays, weight } = table;
  return (step) => {
    const words = new Uint32Array(memory.buffer);
    const sums = isDouble ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
    const bytes = sums.BYTES_PER_ELEMENT;
    delays.forEach((delay, q) => {
      const slot = (step - delay) & (ring.length - 1);
      const count = words[ring.counts / 4 + slot] ?? 0;
      for (let k = 0; k < count; k++) {
        const source = words[ring.lists / 4 + slot * ring.capacity + k] ?? 0;
        const row = address.offsets / 4 + source * delays.length + q;
        const end = words[row + 1] ?? 0;
        for (let s = words[row] ?? 0; s < end; s++) {
          const target = (words[address.targets / 4 + s] ?? 0) / bytes;
          const add = weight ?? sums[address.weights / bytes + s] ?? 0;
          sums[target] = (sums[target] ?? 0) + (isDouble ? add : Math.fround(add));
        }
      }
    });
  };
}

/** Write delivery as an exported function `(step: i32)`. */
export function webAssemblyDelivery(m: ModuleBuilder, exported: string, job: DeliveryJob): void {
  const { table, ring } = job;
  const f = m.func(exported, { params: [["step", "i32"]] });
  const q = f.local("i32", "q");
  const slot = f.local("i32", "slot");
  const list = f.local("i32", "list");
  const end = f.local("i32", "end");
  const width = table.delays.length;
  const { address } = table;
  f.count({ index: q, limit: f.constant("i32", width * 4), step: 4 }, () => {
    f.get(f.param("step")).get(q).op("i32.load", { offset: address.delays }).op("i32.sub");
    f.i32(ring.length - 1)
      .op("i32.and")
      .set(slot);
    f.get(slot)
      .i32(ring.capacity * 4)
      .op("i32.mul")
      .set(list);
    f.get(list).get(slot).i32(2).op("i32.shl").op("i32.load", { offset: ring.counts });
    f.i32(2).op("i32.shl").op("i32.add").set(end);
    f.count({ index: list, limit: end, step: 4 }, () => {
      const row = f.local("i32", "row");
      f.get(list).op("i32.load", { offset: ring.lists });
      f.i32(width * 4)
        .op("i32.mul")
        .get(q)
        .op("i32.add")
        .set(row);
      writeSegment(f, job, row);
    });
  });
}

/** Walk one segment: four synapses a turn, then the rest. */
function writeSegment(f: FunctionBuilder, job: DeliveryJob, row: Local): void {
  const { table, precision } = job;
  const { offsets } = table.address;
  const at = f.local("i32", "at");
  const end = f.local("i32", "end_of_segment");
  const whole = f.local("i32", "whole");
  f.get(row).op("i32.load", { offset: offsets }).i32(2).op("i32.shl").set(at);
  f.get(row)
    .op("i32.load", { offset: offsets + 4 })
    .i32(2)
    .op("i32.shl")
    .set(end);
  f.get(end).get(at).op("i32.sub").i32(-16).op("i32.and").get(at).op("i32.add").set(whole);
  f.count({ index: at, limit: whole, step: 16 }, () => {
    for (let k = 0; k < 4; k++) writeSynapse(f, job, { at, k, precision });
  });
  f.count({ index: at, limit: end, step: 4 }, () => writeSynapse(f, job, { at, k: 0, precision }));
}

function writeSynapse(
  f: FunctionBuilder,
  { table }: DeliveryJob,
  {
    at,
    k,
    precision,
  }: { readonly at: Local; readonly k: number; readonly precision: "f64" | "f32" },
): void {
  const target = f.local("i32", `target${k}`);
  const { targets, weights } = table.address;
  f.get(at)
    .op("i32.load", { offset: targets + 4 * k })
    .tee(target);
  f.get(target).op(`${precision}.load`);
  if (table.weight !== undefined) f.get(f.constant(precision, table.weight));
  else if (precision === "f32") f.get(at).op("f32.load", { offset: weights + 4 * k });
  else
    f.get(at)
      .i32(1)
      .op("i32.shl")
      .op("f64.load", { offset: weights + 8 * k });
  f.op(`${precision}.add`).op(`${precision}.store`);
}
