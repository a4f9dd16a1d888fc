import type {
  Configured,
  EncoderRecord,
  SignalEncoderRecord,
  StillEncoderRecord,
} from "@spikeloom/kernel";
import { encodedSource, encodedStream } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { burst } from "../src/burst.ts";
import { cochlea } from "../src/cochlea.ts";
import { delta } from "../src/delta.ts";
import { events } from "../src/events.ts";
import { latencyLinear } from "../src/latency-linear.ts";
import { movingWindow } from "../src/moving-window.ts";
import { population } from "../src/population.ts";
import { populationCircular } from "../src/population-circular.ts";
import { rankOrder } from "../src/rank-order.ts";
import { sendOnDelta } from "../src/send-on-delta.ts";
import { stepForward } from "../src/step-forward.ts";
import { thresholdBased } from "../src/threshold-based.ts";

const window = { from: 0, until: 1000, seed: 1 };

describe("inconsistent parameters", () => {
  const code = expect.objectContaining({ code: "SL_ENCODER_PARAMETERS" });

  it.each<[string, Configured<EncoderRecord>]>([
    ["a latency that falls", latencyLinear({ first: "50 ms", last: "10 ms" })],
    ["a latency of one time", latencyLinear({ first: "10 ms", last: "10 ms" })],
    ["a burst whose intervals fall", burst({ interval_min: "9 ms", interval_max: "3 ms" })],
    ["a range of one value", population({ low: 1, high: 1 })],
    ["a range that falls", population({ low: 1, high: 0 })],
    ["a circle of one value", populationCircular({ low: 1, high: 1 })],
  ])("are refused: %s", (_, given) => {
    expect(() => encodedSource(given, [1]).spikes([1], window)).toThrow(code);
  });

  it("are refused if the lowest band is above the highest one", () => {
    const given = cochlea({ low: "6 kHz", high: "3500 Hz" });
    expect(() => encodedStream(given, [1], { every: 0.125, seed: 1 })).toThrow(code);
  });

  it("may give a burst equal intervals, whose number encodes the value", () => {
    const source = encodedSource(burst({ interval_min: "3 ms", interval_max: "3 ms" }), [2]);
    const trains = source.spikes([0.4, 1], window);
    expect(trains.map((times) => [...times])).toEqual([
      [3, 6],
      [3, 6, 9, 12, 15],
    ]);
    expect([...(source.decode?.(trains, window) ?? [])]).toEqual([0.3, 0.9]);
  });
});

describe("values that are not numbers", () => {
  const code = expect.objectContaining({ code: "SL_ENCODER_VALUE", place: "value 1" });
  const values = Float64Array.of(0, Number.NaN);

  it.each<SignalEncoderRecord>([delta, movingWindow, sendOnDelta, stepForward, cochlea])(
    "are refused if $name is called without a host",
    (encoder) => {
      const bands = { low: 0.1, high: 3.5, bands: 1, tau: 2, power: 0.3, dead_time: 1 };
      const parameters = { ...bands, threshold: 0.1, window: 2, step: 0.1, initial: 0 };
      const begun = encoder.begin([2], { every: 0.1, seed: 1, parameters });
      expect(() => begun.next(values, () => undefined)).toThrow(code);
    },
  );

  it.each<StillEncoderRecord>([events, rankOrder, thresholdBased])(
    "are refused if $name is called without a host",
    (encoder) => {
      const sizes = { width: 1, height: 1, polarities: 1, tick: 1 };
      const parameters = { ...sizes, interval: 1, modulation: 0.9, factor: 0.5 };
      const given = { shape: [1, 2], values };
      expect(() => encoder.spikes(given, { ...window, parameters })).toThrow(code);
    },
  );

  it("are also refused as the time of an event", () => {
    const parameters = { width: 1, height: 1, polarities: 1, tick: 1 };
    const given = { shape: [1, 2], values: Float64Array.of(Number.NaN, 0) };
    expect(() => events.spikes(given, { ...window, parameters })).toThrow(
      expect.objectContaining({ code: "SL_ENCODER_VALUE", place: "value 0" }),
    );
  });
});

describe("spikes of one sample", () => {
  it("may be more than the arguments that a call can take", () => {
    const source = encodedSource(sendOnDelta(), [1], { every: 1 });
    const [up] = source.spikes([32_767], { from: 0, until: 1, seed: 1 });
    expect(up).toHaveLength(327_670);
  });

  it("are refused if they exceed the limit", () => {
    const source = encodedSource(sendOnDelta(), [1], { every: 1 });
    expect(() => source.spikes([1e12], { from: 0, until: 1, seed: 1 })).toThrow(
      expect.objectContaining({ code: "SL_ENCODED_COUNT" }),
    );
  });
});
