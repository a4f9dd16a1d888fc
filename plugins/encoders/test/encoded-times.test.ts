import type { EncodedTimes, NetworkRecord } from "@spikeloom/kernel";
import { encodedStream } from "@spikeloom/network";
import { checkNetwork, population, run, spikeSeries } from "spikeloom";
import { describe, expect, it } from "vitest";
import { latency } from "../src/latency.ts";

function netOf(times: object, size = 4): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    duration: "200 ms",
    seed: 3,
    populations: { S: { model: "spike-array", size, times: times as EncodedTimes } },
    record: [{ population: "S", variables: ["spikes"] }],
  };
}

async function spikesOf(times: object, options = {}): Promise<readonly string[]> {
  const [series] = spikeSeries(await run(netOf(times), options));
  if (series === undefined) throw new Error("nothing was recorded");
  return Array.from(series.times, (time, k) => `${series.neurons[k]} at ${time.toFixed(1)}`);
}

const images = { encoder: "latency", shape: [2, 2], parameters: { tau: "10 ms" } };
const two = [0, 0.5, 1, 0.3, 1, 1, 0.25, 0];

describe("a source with encoded spikes", () => {
  it("shows one image after another", async () => {
    // tau log(v / (v - 0.2)): 5.11, 2.23, 10.99 and 16.09 ms for 0.5, 1, 0.3 and 0.25; the step is the next one.
    expect(await spikesOf({ ...images, values: two, every: "100 ms" })).toEqual([
      ...["2 at 2.3", "1 at 5.2", "3 at 11.0"],
      ...["0 at 102.3", "1 at 102.3", "2 at 116.1"],
    ]);
  });

  it("shows each image for its duration, from its start", async () => {
    const times = { ...images, values: two, every: "100 ms", for: "6 ms", start: "50 ms" };
    expect(await spikesOf(times)).toEqual([
      ...["2 at 52.3", "1 at 55.2"],
      ...["0 at 152.3", "1 at 152.3"],
    ]);
  });

  it('refuses to lose spikes after the start of the next sample, which "for" drops deliberately', async () => {
    const times = { ...images, values: two, every: "15 ms" };
    // The value 0.25 has its spike at 16.09 ms.
    await expect(run(netOf(times))).rejects.toMatchObject({
      code: "SL_ENCODED_TIMES",
      place: "populations.S.times",
      got: "15 ms",
      expected: "more than 16.0944 ms from one sample to the next",
    });
    expect(await spikesOf({ ...times, for: "15 ms" })).toEqual([
      ...["2 at 2.3", "1 at 5.2", "3 at 11.0"],
      ...["0 at 17.3", "1 at 17.3"],
    ]);
  });

  it("flattens nested lists", async () => {
    const { shape: _, ...bare } = images;
    const flat = await spikesOf({ ...images, values: two, every: "100 ms" });
    const samples = [
      [
        [0, 0.5],
        [1, 0.3],
      ],
      [
        [1, 1],
        [0.25, 0],
      ],
    ];
    expect(await spikesOf({ ...bare, values: samples, every: "100 ms" })).toEqual(flat);
    const one = await spikesOf({ ...images, values: two.slice(0, 4) });
    expect(await spikesOf({ ...bare, values: samples[0] })).toEqual(one);
  });

  it.each([
    ["a value of a row", two.with(3, 1.5), "populations.S.times.values[3]"],
    [
      "a value of a list",
      [
        [0, 1],
        [0.5, -1],
      ],
      "populations.S.times.values[1][1]",
    ],
  ])("names %s that cannot be encoded, in a check and in a run", async (_, values, place) => {
    const { shape: _shape, ...bare } = images;
    const network = netOf(
      Array.isArray(values[0]) ? { ...bare, values } : { ...images, values, every: "100 ms" },
    );
    const fault = { code: "SL_ENCODER_VALUE", place };
    expect(checkNetwork(network)).toMatchObject([fault]);
    await expect(run(network)).rejects.toMatchObject(fault);
  });

  it("refuses lists of different lengths", () => {
    const { shape: _, ...bare } = images;
    expect(checkNetwork(netOf({ ...bare, values: [[0, 1], [1]] }))).toMatchObject([
      { code: "SL_ENCODED_TIMES", place: "populations.S.times.values[1]", expected: "a list of 2" },
    ]);
  });

  it("accepts the record of an encoder, with or without parameters", () => {
    const values = [0, 0.5, 1, 0.3];
    const bare = population("spike-array", 4, { times: { encoder: latency, values } });
    expect(bare.times).toEqual({ encoder: "latency", values });
    const slow = { encoder: latency({ tau: "10 ms" }), values };
    expect(population("spike-array", 4, { times: slow }).times).toEqual({
      encoder: "latency",
      values,
      parameters: { tau: "10 ms" },
    });
  });

  it("maps values of a range to those from 0 to 1", async () => {
    const bytes = { ...images, values: [0, 51, 102, 76.5], range: [0, 102] };
    expect(await spikesOf(bytes)).toEqual(await spikesOf({ ...images, values: [0, 0.5, 1, 0.75] }));
  });

  it("draws independently for each sample, seed and trial, and reproducibly", async () => {
    const noise = {
      encoder: "rate",
      values: [1, 1, 1, 1, 1, 1, 1, 1],
      shape: [4],
      every: "100 ms",
    };
    const first = await spikesOf(noise);
    expect(await spikesOf(noise)).toEqual(first);
    expect(await spikesOf(noise, { seed: 4 })).not.toEqual(first);
    expect(await spikesOf(noise, { trial: 1 })).not.toEqual(first);
    const halves = [first.filter((one) => Number(one.slice(5)) < 100), first] as const;
    const later = halves[1].slice(halves[0].length).map((one) => Number(one.slice(5)) - 100);
    expect(later).not.toEqual(halves[0].map((one) => Number(one.slice(5))));
  });

  it("sends a live stream the spikes of the file", async () => {
    const stream = encodedStream(latency({ tau: "10 ms" }), [2, 2], { every: 100, seed: 9 });
    const live = [two.slice(0, 4), two.slice(4)].flatMap((image) =>
      stream
        .next(image)
        .flatMap((times, neuron) =>
          Array.from(times, (time) => `${neuron} at ${(Math.ceil(10 * time) / 10).toFixed(1)}`),
        ),
    );
    const file = await spikesOf({ ...images, values: two, every: "100 ms" });
    expect([...live].sort()).toEqual([...file].sort());
  });
});

describe("impossible encoded times", () => {
  const fine = { ...images, values: two, every: "100 ms" };

  it.each([
    [
      "an encoder that is not there",
      { ...fine, encoder: "latncy" },
      "SL_UNKNOWN_PLUGIN",
      ".encoder",
    ],
    ["another parameter", { ...fine, parameters: { tua: "1 ms" } }, "SL_OPTION", ""],
    ["another unit", { ...fine, parameters: { tau: "1 mV" } }, "SL_VALUE_DIMENSION", " tau"],
    ["another size", { ...fine, shape: [4, 2] }, "SL_ENCODED_TIMES", ""],
    ["a part of a sample", { ...fine, values: [1, 1, 1, 1, 1] }, "SL_ENCODED_TIMES", ".values"],
    ["no time between", { ...images, values: two }, "SL_ENCODED_TIMES", ""],
    ["longer than the time to the next", { ...fine, for: "1 s" }, "SL_ENCODED_TIMES", ""],
    ["an empty range", { ...fine, range: [1, 1] }, "SL_ENCODED_TIMES", ".range"],
    ["a shape of nothing", { ...fine, shape: [0] }, "SL_NETWORK_SHAPE", ".shape[0]"],
    ["a field of its own", { ...fine, rest: "1 ms" }, "SL_NETWORK_SHAPE", ""],
  ])("%s is reported by a check", (_, times, code, end) => {
    const found = checkNetwork(netOf(times));
    expect(found.map((error) => error.code)).toEqual([code]);
    expect(found[0]?.place).toMatch(/^populations\.S\.times|^encoder "latency"/);
    expect(found[0]?.place?.endsWith(end)).toBe(true);
  });

  it("are refused by a run if a value is not between 0 and 1", async () => {
    await expect(spikesOf({ ...fine, values: [0, 0, 0, 255] })).rejects.toThrow("SL_ENCODER_VALUE");
  });

  it("are refused if no duration is given", async () => {
    const { duration: _, ...open } = netOf({ ...images, values: two.slice(4) });
    const { simulate } = await import("spikeloom");
    await expect(simulate(open)).rejects.toThrow('"for": "100 ms"');
  });
});
