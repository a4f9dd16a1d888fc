import { type DrawnRows, drawRows } from "../routines/parallel/draw-rows.ts";
import { controlWords } from "../routines/parallel/parallel-arrays.ts";
import type { BufferType, Processor, ProcessorBuffer } from "./processor.ts";

/** Rows to count. */
export interface CountedRows {
  /** Their `sums` are the places of their counts. */
  readonly rows: readonly DrawnRows[];
  readonly tables: Int32Array<ArrayBuffer>;
  /** Words of the bit masks of all invocations. */
  readonly takenWords: number;
  readonly invocations: number;
  /** Number of neurons of the network. */
  readonly neurons: number;
  /** Number of counts. */
  readonly width: number;
}

const bufferTypes = {
  control: "atomic",
  spikes: "i32",
  window: "i32",
  sums: "atomic",
  rowTables: "i32",
  taken: "i32",
} as const satisfies Readonly<Record<string, BufferType>>;

/**
 * Draw all rows once on a processor, and count how often each place is drawn.
 *
 * It is opened for buffers of so many words, and closed afterwards.
 */
export async function countRows(
  { rows, tables, takenWords, invocations, neurons, width }: CountedRows,
  open: (words: Readonly<Record<string, number>>) => Promise<Processor>,
): Promise<Int32Array> {
  const words: Readonly<Record<keyof typeof bufferTypes, number>> = {
    control: controlWords.length,
    spikes: neurons,
    window: 1,
    sums: width,
    rowTables: tables.length,
    taken: Math.max(1, takenWords),
  };
  const processor = await open(words);
  try {
    const buffers = new Map(
      Object.entries(bufferTypes).map(([name, holds]): [string, ProcessorBuffer] => {
        const size = words[name as keyof typeof words];
        return [name, processor.buffer({ name, holds, words: size })];
      }),
    );
    await processor.settle();
    const write = (name: keyof typeof words, content: Int32Array<ArrayBuffer>): void =>
      processor.write({ buffer: buffers.get(name) as ProcessorBuffer, at: 0 }, content);
    // All neurons have spiked.
    const control = new Int32Array(controlWords.length);
    control[controlWords.sent] = neurons;
    write("control", control);
    write(
      "spikes",
      Int32Array.from({ length: neurons }, (_, neuron) => neuron),
    );
    write("rowTables", tables);
    const counted = rows.map((one) => ({ ...one, weight: 1, delay: 0 }));
    const to = { ring: { length: 1, width }, shift: 0, copies: { count: 1, neurons, sums: width } };
    const [pass] = await processor.passes([
      {
        routine: drawRows(counted, to),
        invocations,
        buffers: [...buffers.values()],
        locate: ({ name }) => ({ buffer: buffers.get(name) as ProcessorBuffer, at: 0 }),
      },
    ]);
    const [counts = new Int32Array(0)] = await processor.submit({
      cleared: [],
      record: (commands) => pass && commands.run(pass, invocations),
      read: [{ buffer: buffers.get("sums") as ProcessorBuffer, at: 0, words: width }],
      step: 0,
    });
    return counts;
  } finally {
    processor.close();
  }
}
