import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../../tools/test/draws.ts";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { threefry4x32 } from "../../../../tools/test/threefry.ts";
import { emitFillBlocks } from "../../src/random/threefry.ts";
import { threefryBlock } from "../../src/routines/threefry.ts";
import { interpret } from "../../src/targets/javascript/interpret.ts";
import { webAssemblyRoutine } from "../../src/targets/webassembly/routine.ts";
import { instantiate } from "../random/instantiate.ts";

const [key, entities, out] = [0, 1024, 4096];
const count = 12;
const addressOf = (): number => Number.NaN;

describe("a block of Threefry as a routine", () => {
  it("has the words of the plain one and of the code by hand, on both targets", () => {
    const byHand = instantiate(emitFillBlocks, 1);
    const written = instantiate(
      (m) => webAssemblyRoutine(m, threefryBlock, { addressOf, exported: "block" }),
      1,
    );
    const memory = { buffer: new ArrayBuffer(65536) };
    const interpreted = interpret(threefryBlock, { memory, addressOf });
    const random = numbers(drawSeed);
    const word = (): number => (random() * 2 ** 32) | 0;
    const planes = (buffer: ArrayBufferLike): readonly number[] => [
      ...new Int32Array(buffer, out, 4 * count),
    ];
    for (let k = draws({ ci: 20, long: 1000 }); k > 0; k--) {
      const keyWords = [word(), word(), word(), word()];
      const list = Array.from({ length: count }, word);
      const [low, high] = [word(), word()];
      for (const { buffer } of [byHand, written, memory]) {
        new Int32Array(buffer, key, 4).set(keyWords);
        new Int32Array(buffer, entities, count).set(list);
      }
      byHand.call("fill_blocks", key, entities, count, low, high, out, 4 * count);
      for (let index = 0; index < count; index++) {
        written.call("block", key, entities, out, index, low, high, count);
        interpreted([key, entities, out], [index, low, high, count]);
      }
      const block = new Uint32Array(4);
      const plain = new Int32Array(4 * count);
      list.forEach((entity, index) => {
        threefry4x32([entity, 0, low, high], keyWords, block);
        for (let w = 0; w < 4; w++) plain[w * count + index] = block[w] ?? 0;
      });
      expect(planes(memory.buffer), `seed ${drawSeed}`).toEqual([...plain]);
      expect(planes(written.buffer), `seed ${drawSeed}`).toEqual([...plain]);
      expect(planes(byHand.buffer), `seed ${drawSeed}`).toEqual([...plain]);
    }
  });
});
