import { docstring, type PluginTemplate, placeholderSource } from "../template.ts";

/** Latency in a period. */
export const encoderTemplate: PluginTemplate = {
  group: "encoders",
  source: ({
    name,
    id,
    about,
    cite = placeholderSource,
  }) => `import { defineEncoder } from "@spikeloom/kernel";

${docstring(about)}
export const ${id} = defineEncoder({
  name: "${name}",
  about: ${JSON.stringify(about)},
  // Source of the encoding.
  cite: ["${cite}"],
  parameters: {
    period: { default: "100 ms", about: "time from one spike of a value to the next", min: "1 ms" },
  },
  neurons: (shape) => shape.reduce((product, size) => product * size, 1),
  // The greater a value from 0 to 1, the earlier its spike comes in each period.
  spikes({ values }, { from, until, parameters: { period } }) {
    return Array.from(values, (value) => {
      const latency = (1 - Math.min(1, Math.max(0, value))) * period * most;
      const times: number[] = [];
      for (let k = Math.max(0, Math.floor(from / period) - 1); k * period < until; k++) {
        const time = k * period + latency;
        if (time >= from && time < until) times.push(time);
      }
      return Float64Array.from(times);
    });
  },
  decode(spikes, { parameters: { period } }) {
    return Float64Array.from(spikes, ([time = 0]) => 1 - (time % period) / (period * most));
  },
});

/** Fraction of a period that contains spikes, which separates a 0 from a 1 in the next period. */
const most = 0.9;
`,
  suite: {
    name: "encoderSuite",
    claims: ({ name }) =>
      `encoderSuite(stack.get("encoder", "${name}"), { shape: [2, 2], values: [0, 0.25, 1, 0.5], within: 1e-9 })`,
  },
};
