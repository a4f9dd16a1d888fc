import { defineEncoder } from "@spikeloom/kernel";
import { singleSpikes } from "./single-spikes.ts";
import { checkOrder, checkUnit, oneEach } from "./unit-values.ts";

/** Encode each value as one spike: the greater the value, the earlier the spike. */
export const latencyLinear = defineEncoder({
  name: "latency-linear",
  about: "One spike for each value from 0 to 1, earlier for greater values.",
  cite: ["doi:10.1016/S0893-6080(01)00083-1"],
  parameters: {
    first: { default: "0 ms", about: "spike time for the value 1", min: "0 ms" },
    last: { default: "100 ms", about: "spike time for the value 0, after `first`", min: "0 ms" },
    threshold: { default: 0, about: "greatest value without a spike", min: 0, max: 1 },
  },
  valueByValue: true,
  neurons: oneEach,
  ends: true,
  spikes({ values }, { from, until, parameters: { first, last, threshold } }) {
    checkOrder("latency-linear", { first, last });
    checkUnit(values, "latency-linear");
    const times = values.map((value) =>
      value > threshold ? first + (1 - value) * (last - first) : Number.POSITIVE_INFINITY,
    );
    return singleSpikes(times, { from, until });
  },
  decode(spikes, { parameters: { first, last } }) {
    return Float64Array.from(spikes, ([time]) =>
      time === undefined ? 0 : 1 - (time - first) / (last - first),
    );
  },
});
