import { type Builder, routine } from "../form/build.ts";
import type { Value } from "../form/graph.ts";
import type { Routine } from "../form/routine.ts";
import { keyParity, rotations, rounds } from "../random/threefry-rounds.ts";

type Words = readonly [Value, Value, Value, Value];

/**
 * Compute the block of random words of one entity of a list.
 *
 * `key` contains four words; `low` and `high` are the counter's upper half. Word w of entity `index` is written to
 * element w * stride + index of `out`.
 */
export const threefryBlock: Routine = routine(
  "threefry_block",
  {
    about: "Computes a block of Threefry-4x32 with 13 rounds for one entity.",
    parameters: { index: "i32", low: "i32", high: "i32", stride: "i32" },
    passed: { key: "i32", entities: "i32", out: "i32" },
  },
  (b, { index, low, high, stride }, { key, entities, out }) => {
    const entity = b.load(entities, index);
    const words = [0, 1, 2, 3].map((word) => b.load(key, b.i32(word))) as unknown as Words;
    const counter: Words = [entity, b.i32(0), low, high];
    const block = encrypt(b, counter, words);
    const kept = b.keepAll(new Map(block.map((word, k) => [`word${k}`, word])));
    let at = index;
    for (const word of kept.values()) {
      b.store(out, at, word);
      at = b.apply("add", at, stride);
    }
    return undefined;
  },
);

function encrypt(b: Builder, counter: Words, key: Words): Words {
  const xor = (x: Value, y: Value): Value => b.apply("xor", x, y);
  const add = (x: Value, y: Value): Value => b.apply("add", x, y);
  const rotate = (x: Value, by: number): Value => b.apply("rotateLeft", x, b.i32(by));
  const keys = [...key, key.reduce(xor, b.i32(keyParity))];
  const [k0, k1, k2, k3] = key;
  let [x0, x1, x2, x3] = [
    add(counter[0], k0),
    add(counter[1], k1),
    add(counter[2], k2),
    add(counter[3], k3),
  ];
  for (let round = 0; round < rounds; round++) {
    const [first, second] = rotations[round % 8] as (typeof rotations)[number];
    // Odd rounds exchange the second and the fourth word.
    let [near, far] = round % 2 === 0 ? [x1, x3] : [x3, x1];
    x0 = add(x0, near);
    near = xor(rotate(near, first), x0);
    x2 = add(x2, far);
    far = xor(rotate(far, second), x2);
    [x1, x3] = round % 2 === 0 ? [near, far] : [far, near];
    if (round % 4 !== 3) continue;
    const turn = (round + 1) / 4;
    const part = (i: number): Value => keys[(turn + i) % 5] as Value;
    x0 = add(x0, part(0));
    x1 = add(x1, part(1));
    x2 = add(x2, part(2));
    x3 = add(add(x3, part(3)), b.i32(turn));
  }
  return [x0, x1, x2, x3];
}
