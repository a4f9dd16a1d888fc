import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bytesSource, createStack, readFormat, SpikeLoomError } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import { expect, it, vi } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { processorTime } from "../../../../tools/test/processor-time.ts";
import { formats } from "../../src/formats/index.ts";

// Whoever crafts a file gets its checksums right: without this most would end at the first of them.
vi.mock("../../src/hdf5/read/checksum.ts", () => ({ verify: () => undefined }));

const stack = createStack({ plugins: formats });
const format = stack.get("format", "nix");
// Made by make-file.py.
const made = gunzipSync(readFileSync(new URL("files/made.nix.gz", import.meta.url)));

it("trains become neurons of the population that they name, signals recordings", async () => {
  const { thing, losses } = await readFormat(format, bytesSource("made.nix", made), { stack });
  const result = (thing as { readonly result: Result }).result;
  expect(losses.map(({ code }) => code)).toEqual(["unread"]);
  const found = result.recordings.map(({ population, size, spikes, samples }) => {
    return [population, size, spikes?.times.length, [...samples.keys()]];
  });
  expect(found).toEqual([
    ["E", 2, 5, []],
    ["trains", 1, 1, []],
    ["v", 2, undefined, ["signal"]],
  ]);
  expect(result.recordings[0]?.spikes?.times).toEqual(Float64Array.of(1, 2.5, 2.5, 7, 8));
  expect(result.recordings[0]?.spikes?.neurons).toEqual(Uint32Array.of(1, 0, 1, 1, 0));
});

it("crafted files are read or refused with a code, in bounded time", async () => {
  const count = draws({ ci: 150, long: 20_000 });
  let read = 0;
  for (let k = 0; k < count; k++) {
    const bytes = mutate(made, newDraw(drawSeed, k));
    const about = `crafted file ${k} of seed ${drawSeed}`;
    const start = processorTime();
    try {
      await readFormat(format, bytesSource("mutant.nix", bytes), { stack });
      read++;
    } catch (fault) {
      expect(fault, `${about}: ${fault}`).toBeInstanceOf(SpikeLoomError);
      expect((fault as SpikeLoomError).code, about).not.toBe("SL_PLUGIN_FAILED");
    }
    expect(processorTime() - start, about).toBeLessThan(5000);
  }
  expect(read).toBeGreaterThan(count / 20);
  expect(read).toBeLessThan(count);
}, 3_600_000);
