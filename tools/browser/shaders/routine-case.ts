import type { Routine } from "../../../packages/code/src/form/routine.ts";
import { deliverSpike } from "../../../packages/code/src/routines/delivery/deliver-spike.ts";
import { packedBits } from "../../../packages/code/src/routines/delivery/synapse-rows.ts";
import { threefryBlock } from "../../../packages/code/src/routines/threefry.ts";
import { interpret } from "../../../packages/code/src/targets/javascript/interpret.ts";
import type { WgslBinding } from "../../../packages/code/src/targets/wgsl/places.ts";
import { wgslDispatch } from "../../../packages/code/src/targets/wgsl/routine.ts";
import { numbers } from "../../test/test-numbers.ts";
import { everyFunction, functionInputs } from "./every-function.ts";
import { everyOperator, operatorInputs } from "./every-operator.ts";
import type { ShaderCase, Words } from "./shader-case.ts";

/** An array of a routine in a separate buffer. */
interface Filled {
  readonly holds: WgslBinding["holds"];
  readonly words: Words;
}

interface Dispatched {
  readonly routine: Routine;
  readonly arrays: Readonly<Record<string, Filled>>;
  readonly count: number;
  /** Parameters after the first. */
  readonly given: Words;
}

/** Run a routine for 0, 1, 2 and so on; its arguments are in buffers of the same names. */
function routineCase({ routine, arrays, count, given }: Dispatched): ShaderCase {
  const names = Object.keys(arrays);
  const lengths = names.map((name) => arrays[name]?.words.length ?? 0);
  const starts = lengths.map((_, k) =>
    lengths.slice(0, k).reduce((sum, length) => sum + length, 0),
  );
  const memory = Int32Array.from(names.flatMap((name) => arrays[name]?.words ?? []));
  const addressOf = ({ name }: { readonly name: string }): number =>
    4 * (starts[names.indexOf(name)] ?? Number.NaN);
  // Views of doubles need a whole number of them.
  const buffer = new ArrayBuffer(8 * Math.ceil(memory.length / 2));
  new Int32Array(buffer).set(memory);
  const run = interpret(routine, { memory: { buffer }, addressOf });
  for (let k = 0; k < count; k++) run(routine.passed.map(addressOf), [k, ...given]);
  const after = [...new Int32Array(buffer)];
  const last = names.map((name, k) => {
    const start = starts[k] ?? 0;
    return [name, after.slice(start, start + (lengths[k] ?? 0))] as const;
  });
  const bindings = names.map(
    (name): WgslBinding => ({ name, holds: arrays[name]?.holds ?? "i32" }),
  );
  const placeOf = ({ name }: { readonly name: string }) => ({ binding: name, at: 0 });
  return {
    job: {
      name: routine.name,
      code: wgslDispatch(routine, { bindings, placeOf }),
      buffers: names.map((name) => ({ name, words: arrays[name]?.words ?? [] })),
      steps: [{ given: [count, 0, ...given] }],
      each: [],
    },
    wanted: { each: [[]], last: Object.fromEntries(last) },
    spikesAfter: undefined,
    floats: bindings.flatMap(({ name, holds }) => (holds === "f32" ? [name] : [])),
  };
}

function deliveryCase(): ShaderCase {
  const random = numbers(8);
  const below = (limit: number): number => Math.floor(limit * random());
  const [sources, targets, spikes] = [300, 150, 200];
  const offsets = [0];
  const synapses: number[] = [];
  for (let source = 0; source < sources; source++) {
    for (let left = below(40); left > 0; left--) {
      const weight = below(2 ** packedBits);
      synapses.push((below(targets) << packedBits) | weight);
    }
    offsets.push(synapses.length);
  }
  return routineCase({
    routine: deliverSpike,
    arrays: {
      spikes: { holds: "i32", words: Array.from({ length: spikes }, () => below(sources)) },
      offsets: { holds: "i32", words: offsets },
      synapses: { holds: "i32", words: synapses },
      sums: { holds: "atomic", words: new Array<number>(targets).fill(7) },
    },
    count: spikes,
    given: [],
  });
}

function threefryCase(): ShaderCase {
  const random = numbers(9);
  const word = (): number => (random() * 2 ** 32) | 0;
  const count = 500;
  return routineCase({
    routine: threefryBlock,
    arrays: {
      key: { holds: "i32", words: [word(), word(), word(), word()] },
      entities: { holds: "i32", words: Array.from({ length: count }, word) },
      out: { holds: "i32", words: new Array<number>(4 * count).fill(0) },
    },
    count,
    given: [word(), word(), count],
  });
}

function operatorCase(): ShaderCase {
  const { count, results, ...inputs } = operatorInputs();
  return routineCase({
    routine: everyOperator,
    arrays: {
      floats: { holds: "f32", words: inputs.floats },
      integers: { holds: "i32", words: inputs.integers },
      float_results: { holds: "f32", words: new Array<number>(count * results.floats).fill(0) },
      integer_results: { holds: "i32", words: new Array<number>(count * results.integers).fill(0) },
    },
    count,
    given: [count],
  });
}

function functionCase(): ShaderCase {
  const { count, results, words } = functionInputs();
  return routineCase({
    routine: everyFunction,
    arrays: {
      x: { holds: "f32", words },
      results: { holds: "f32", words: new Array<number>(count * results).fill(0) },
    },
    count,
    given: [count],
  });
}

/** Delivery, random numbers, every operator that WGSL has, and every built-in function. */
export function routineCases(): readonly ShaderCase[] {
  return [deliveryCase(), threefryCase(), operatorCase(), functionCase()];
}
