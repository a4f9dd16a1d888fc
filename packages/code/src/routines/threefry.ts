import { routine } from "../form/build.ts";
import type { Value } from "../form/graph.ts";
import type { Routine } from "../form/routine.ts";
import { encrypt, type WordOperations, type Words } from "../random/threefry-rounds.ts";

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
    const words = [0, 1, 2, 3].map((word) => b.load(key, b.i32(word))) as unknown as Words<Value>;
    const operations: WordOperations<Value> = {
      word: (value) => b.i32(value),
      add: (x, y) => b.apply("add", x, y),
      xor: (x, y) => b.apply("xor", x, y),
      rotate: (x, by) => b.apply("rotateLeft", x, b.i32(by)),
    };
    const counter = [entity, b.i32(0), low, high].map((word, k) =>
      operations.add(word, words[k] as Value),
    );
    const block = encrypt(operations, counter as unknown as Words<Value>, words);
    const kept = b.keepAll(new Map(block.map((word, k) => [`word${k}`, word])));
    let at = index;
    for (const word of kept.values()) {
      b.store(out, at, word);
      at = b.apply("add", at, stride);
    }
    return undefined;
  },
);
