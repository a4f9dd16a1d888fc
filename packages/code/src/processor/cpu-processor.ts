import { GPU_MEMORY } from "../errors.ts";
import { routine } from "../form/build.ts";
import type { ArrayPlace, Routine } from "../form/routine.ts";
import { type WasmMemory, wasm } from "../targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../targets/webassembly/encoder/module.ts";
import { webAssemblyRoutine } from "../targets/webassembly/routine.ts";
import type { BufferRange, Pass, PassOptions, Processor, ProcessorBuffer } from "./processor.ts";

interface CpuPass extends Pass {
  readonly run: (invocations: number) => void;
}

const page = 65_536;
const alignment = 64;
const group = 64;

/**
 * Create a processor that runs the same routines in WebAssembly, in order.
 *
 * Its results are the reference for those of graphics processors: single precision, rounded after each operation, and
 * the same integer sums.
 */
export function cpuProcessor(): Processor {
  const memory: WasmMemory = new wasm.Memory({ initial: 1, maximum: page });
  const places = new Map<ProcessorBuffer, number>();
  let free = alignment;
  const allocate = (bytes: number): number => {
    const at = free;
    free += alignment * Math.ceil(bytes / alignment);
    const missing = Math.ceil((free - memory.buffer.byteLength) / page);
    if (missing <= 0) return at;
    try {
      memory.grow(missing);
    } catch (error) {
      throw GPU_MEMORY({ bytes: free, got: String(error) });
    }
    return at;
  };
  const view = ({ buffer, at, words }: BufferRange): Int32Array =>
    new Int32Array(memory.buffer, (places.get(buffer) as number) + 4 * at, words);
  return {
    about: "CPU, in WebAssembly",
    buffer({ name, holds, words }) {
      const made = { name, holds, words };
      places.set(made, allocate(4 * words));
      return made;
    },
    write({ buffer, at }, words) {
      const bits = new Int32Array(words.buffer, words.byteOffset, words.length);
      view({ buffer, at, words: words.length }).set(bits);
    },
    passes: async (all) => all.map((one) => compile(one, { memory, places })),
    async submit({ cleared, record, read }) {
      for (const range of cleared) view(range).fill(0);
      record({
        run: (pass, invocations) => (pass as CpuPass).run(invocations),
        runListed(pass, dispatch) {
          const [x = 0, y = 0] = view({ buffer: dispatch, at: 0, words: 3 });
          (pass as CpuPass).run(group * x * y);
        },
      });
      return read.map((range) => view(range).slice());
    },
    settle: async () => undefined,
    close: () => undefined,
  };
}

function compile(
  { routine: one, locate }: PassOptions,
  {
    memory,
    places,
  }: { readonly memory: WasmMemory; readonly places: ReadonlyMap<ProcessorBuffer, number> },
): CpuPass {
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: page } });
  const addressOf = (array: ArrayPlace): number => {
    const { buffer, at } = locate(array);
    return (places.get(buffer) as number) + 4 * at;
  };
  webAssemblyRoutine(m, forAll(one), { addressOf, exported: "run" });
  const instance = new wasm.Instance(new wasm.Module(m.build()), { env: { memory } });
  return { name: one.name, run: instance.exports["run"] as CpuPass["run"] };
}

/** Write the routine that runs another one for 0, 1, 2 and so on. */
function forAll(one: Routine): Routine {
  const about = `Runs "${one.name}" for all invocations.`;
  return routine("all", { about, parameters: { count: "i32" } }, (b, { count }) => {
    b.for({ name: "index", from: b.i32(0), to: count }, (index) => void b.call(one, [], [index]));
    return undefined;
  });
}
