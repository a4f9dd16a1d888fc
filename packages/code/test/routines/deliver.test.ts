import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../../tools/test/draws.ts";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { deliverSpike } from "../../src/routines/delivery/deliver-spike.ts";
import { packedBits } from "../../src/routines/delivery/synapse-rows.ts";
import { interpret } from "../../src/targets/javascript/interpret.ts";
import { webAssemblyRoutine } from "../../src/targets/webassembly/routine.ts";
import { instantiate } from "../random/instantiate.ts";

const places = [0, 1024, 4096, 40960] as const;
const addressOf = (): number => Number.NaN;
const targets = 50;

describe("delivery in fixed point", () => {
  it("adds each weight to its target once a spike, on both targets", () => {
    const written = instantiate(
      (m) => webAssemblyRoutine(m, deliverSpike, { addressOf, exported: "deliver" }),
      1,
    );
    const memory = { buffer: new ArrayBuffer(65536) };
    const interpreted = interpret(deliverSpike, { memory, addressOf });
    const random = numbers(drawSeed);
    const below = (limit: number): number => Math.floor(limit * random());
    for (let k = draws({ ci: 20, long: 1000 }); k > 0; k--) {
      const rows = Array.from({ length: 40 }, () =>
        Array.from({ length: below(20) }, () => {
          const weight = below(2 ** packedBits) - 2 ** (packedBits - 1);
          return { target: below(targets), weight };
        }),
      );
      const spikes = Array.from({ length: 30 }, () => below(rows.length));
      const offsets = [0];
      for (const row of rows) offsets.push((offsets.at(-1) ?? 0) + row.length);
      const mask = 2 ** packedBits - 1;
      const words = rows.flat().map(({ target, weight }) => {
        return (target << packedBits) | (weight & mask);
      });
      const wanted = new Int32Array(targets);
      for (const { target, weight } of spikes.flatMap((row) => rows[row] ?? [])) {
        wanted[target] = (wanted[target] ?? 0) + weight;
      }
      for (const { buffer } of [written, memory]) {
        [spikes, offsets, words, new Int32Array(targets)].forEach((list, which) => {
          new Int32Array(buffer, places[which], list.length).set(list);
        });
      }
      spikes.forEach((_, spike) => {
        written.call("deliver", ...places, spike);
        interpreted(places, [spike]);
      });
      for (const { buffer } of [written, memory]) {
        expect([...new Int32Array(buffer, places[3], targets)], `seed ${drawSeed}`).toEqual([
          ...wanted,
        ]);
      }
    }
  });
});
