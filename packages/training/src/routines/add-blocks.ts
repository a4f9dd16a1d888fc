import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Write the routine that adds the gradients of all blocks to those of the first, block by block. */
export function addBlocks(type: FloatType): Routine {
  return routine(
    "add_blocks",
    {
      about: "Adds the numbers of blocks to those of the first, in order.",
      parameters: { blocks: "i32", width: "i32" },
      passed: { gradients: type },
    },
    (b, { blocks, width }, { gradients }) => {
      const { add } = b.floats(type);
      b.for({ name: "block", from: b.i32(1), to: blocks }, (block) => {
        const begin = b.keep("begin", b.apply("mul", block, width));
        b.for({ name: "c", from: b.i32(0), to: width }, (c) => {
          const more = b.load(gradients, b.apply("add", begin, c));
          b.store(gradients, c, add(b.load(gradients, c), more));
        });
      });
      return undefined;
    },
  );
}
