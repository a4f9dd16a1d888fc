import { formats } from "@spikeloom/interop/formats";
import {
  type FormatRecord,
  type NetworkRecord,
  type PopulationRecord,
  type ProjectionRecord,
  writeFormat,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { commandStack } from "../../src/stack/command-stack.ts";

const format = formats.find(({ name }) => name === "lava") as FormatRecord;

function networkOf(
  neurons: Partial<PopulationRecord>,
  projection: Partial<ProjectionRecord>,
): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    convention: "frameworks",
    dt: "1 ms",
    duration: "8 ms",
    populations: {
      S: { model: "spike-array", size: 1, times: [["2 ms", "5 ms"]] },
      N: { model: "loihi-cuba", size: 2, ...neurons },
    },
    projections: [
      {
        from: "S",
        to: "N",
        connector: { kind: "all-to-all" },
        weight: { values: [512, -256] },
        delay: "3 ms",
        ...projection,
      },
    ],
  };
}

async function written(network: NetworkRecord) {
  const { files, losses } = await writeFormat(
    format,
    { holds: "network", network },
    { stack: commandStack },
  );
  const contents = new Map<string, Buffer>();
  for await (const { name, pieces } of files) {
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    contents.set(name, Buffer.concat(parts));
  }
  return { contents, losses };
}

/** Numbers of an array, after its header. */
function numbersIn(file: Buffer | undefined): readonly number[] {
  const bytes = file?.subarray(10 + file.readUInt16LE(8)) ?? new Uint8Array();
  return [...new Float64Array(Uint8Array.from(bytes).buffer)];
}

describe("scripts for Lava", () => {
  it("state spikes by step, and mantissas with their exponent", async () => {
    const { contents, losses } = await written(networkOf({}, {}));
    expect(losses).toEqual([]);
    // Neuron and step.
    expect(numbersIn(contents.get("data/s-spikes.npy"))).toEqual([0, 1, 0, 4]);
    // Source, target, mantissa and delay: with both signs, mantissas reach 254, so the exponent is 2.
    expect(numbersIn(contents.get("data/s-to-n.npy"))).toEqual([0, 0, 128, 3, 0, 1, -64, 3]);
    expect(contents.get("network.py")?.toString()).toContain('"exponent": 2');
  });

  it.each<[string, Partial<PopulationRecord>, Partial<ProjectionRecord>, string]>([
    ["a resonator", { model: "loihi-resonate-fire" }, { receptor: "real" }, "SL_EXPORT_NEURON"],
    ["refractoriness", { parameters: { refractory_steps: 3 } }, {}, "SL_EXPORT_VALUE"],
    ["decays that differ", { parameters: { du: { values: [1, 2] } } }, {}, "SL_EXPORT_VALUE"],
    ["a long delay", {}, { delay: "63 ms" }, "SL_EXPORT_VALUE"],
  ])("refuse %s", async (_, neurons, projection, code) => {
    await expect(written(networkOf(neurons, projection))).rejects.toMatchObject({ code });
  });
});
