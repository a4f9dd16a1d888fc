import type { FunctionBuilder, Local, ModuleBuilder } from "@spikeloom/code";
import type { DeliveryJob } from "./delivery.ts";
import { streamsOf, writeRange } from "./delivery-synapses.ts";
import type { SynapseTable } from "./delivery-table.ts";

type Callable = Parameters<FunctionBuilder["call"]>[0];

/** Ranges that are collected before they are walked; each is a first and an end, both u32. */
const rangesHeld = 256;

/** Ranges whose memory is asked for at once. */
const rangesAtOnce = 16;

/** Bytes of a row that are asked for before it is walked, where rows are long. */
const headBytes = 256;

/** Rows with more bytes than this are left to the processor's own prefetching after their head. */
const longBytes = 1536;

/** Bytes that delivery needs to remember what it does next. */
export const deliveryScratchBytes: number = rangesHeld * 8 + 64;

/**
 * Write delivery as an exported function `(step: i32)`.
 *
 * Rows lie anywhere in a table that no cache holds, and WebAssembly cannot prefetch. So the ranges
 * of a step are collected first, where misses of one offset do not wait for another; then a load
 * from each line of some ranges brings them in together; then these are walked.
 */
export function webAssemblyDelivery(m: ModuleBuilder, exported: string, job: DeliveryJob): void {
  const walk = writeWalk(m, `${exported}_walk`, job);
  const { table, ring, scratch } = job;
  const f = m.func(exported, { params: [["step", "i32"]] });
  const [column, slot, list, end] = ["column", "slot", "list", "end"].map((name) =>
    f.local("i32", name),
  ) as [Local, Local, Local, Local];
  const filled = f.local("i32", "filled");
  const isRing = table.layout.ring !== undefined;
  const columns = isRing ? 1 : table.delays.length;
  const flush = (): void => {
    f.get(filled).get(f.param("step")).call(walk).i32(0).set(filled);
  };
  const collect = (): void => {
    f.get(f.param("step"));
    if (!isRing) f.get(column).op("i32.load", { offset: table.address.delays }).op("i32.sub");
    f.i32(ring.length - 1)
      .op("i32.and")
      .set(slot);
    f.get(slot)
      .i32(ring.capacity * 4)
      .op("i32.mul")
      .tee(list);
    f.get(slot).i32(2).op("i32.shl").op("i32.load", { offset: ring.counts });
    f.i32(2).op("i32.shl").op("i32.add").set(end);
    f.count({ index: list, limit: end, step: 4 }, () => {
      const row = f.local("i32", "row");
      const first = f.local("i32", "first");
      const past = f.local("i32", "past");
      f.get(list).op("i32.load", { offset: ring.lists });
      f.i32(columns * 4)
        .op("i32.mul")
        .get(column)
        .op("i32.add")
        .tee(row);
      f.op("i32.load", { offset: table.address.offsets }).set(first);
      f.get(row)
        .op("i32.load", { offset: table.address.offsets + 4 })
        .set(past);
      f.get(filled).get(first).op("i32.store", { offset: scratch });
      f.get(filled)
        .get(past)
        .op("i32.store", { offset: scratch + 4 });
      // An empty range is written over by the next.
      f.get(first).get(past).op("i32.ne").i32(3).op("i32.shl");
      f.get(filled).op("i32.add").tee(filled);
      f.i32(rangesHeld * 8)
        .op("i32.eq")
        .if(flush);
    });
  };
  f.count({ index: column, limit: f.constant("i32", columns * 4), step: 4 }, collect);
  f.get(filled).if(flush);
}

/** Write the function `(filled: i32, step: i32)` that walks the ranges collected. */
function writeWalk(m: ModuleBuilder, name: string, job: DeliveryJob): Callable {
  const { scratch } = job;
  const f = m.func(name, {
    params: [
      ["filled", "i32"],
      ["step", "i32"],
    ],
    export: false,
  });
  const filled = f.param("filled");
  const [next, end, ahead, from, to] = ["next", "end", "ahead", "from", "to"].map((local) =>
    f.local("i32", local),
  ) as [Local, Local, Local, Local, Local];
  const seen = f.local("i32", "seen");
  const load = (at: Local): void => {
    f.get(at).op("i32.load", { offset: scratch }).set(from);
    f.get(at)
      .op("i32.load", { offset: scratch + 4 })
      .set(to);
  };
  const touch = toucher(f, job.table, { from, to, seen });
  f.loop((again) => {
    f.get(next)
      .i32(rangesAtOnce * 8)
      .op("i32.add")
      .set(end);
    f.get(end).get(filled).get(end).get(filled).op("i32.lt_u").select().set(end);
    f.get(next).set(ahead);
    f.count({ index: ahead, limit: end, step: 8 }, () => {
      load(ahead);
      touch();
    });
    f.count({ index: next, limit: end, step: 8 }, () => {
      load(next);
      writeRange(f, job, { from, to, step: f.param("step") });
    });
    f.get(next).get(filled).op("i32.lt_u").brIf(again);
  });
  // What is loaded must be used, or the compiler may leave it out.
  f.i32(0)
    .get(seen)
    .op("i32.store", { offset: scratch + rangesHeld * 8 });
  return f;
}

interface Touched {
  readonly from: Local;
  readonly to: Local;
  /** Takes in what is loaded. */
  readonly seen: Local;
}

/** Write a load from each line of a range, in each array of the table. */
function toucher(f: FunctionBuilder, table: SynapseTable, range: Touched): () => void {
  const { from, to, seen } = range;
  const streams = streamsOf(f, table);
  const limit = f.local("i32", "limit");
  const most = f.local("i32", "most");
  const columns = table.layout.ring === undefined ? table.delays.length : 1;
  const mean = table.count / Math.max(1, table.sources * columns);
  return () => {
    for (const { at, base, bytes } of streams.all) {
      f.get(from).i32(bytes).op("i32.mul").tee(at).i32(-64).op("i32.and");
      f.get(to).i32(bytes).op("i32.mul").set(limit);
      f.get(at)
        .i32(mean * bytes > longBytes ? headBytes : 2 * longBytes)
        .op("i32.add")
        .set(most);
      f.get(limit).get(most).get(limit).get(most).op("i32.lt_u").select().set(limit);
      f.set(at);
      f.count({ index: at, limit, step: 64 }, () => {
        f.get(at).op("i32.load8_u", { offset: base }).get(seen).op("i32.xor").set(seen);
      });
    }
  };
}
