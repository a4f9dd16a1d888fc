import { defineSynapse } from "@spikeloom/kernel";

const recovery = (value: `${number} ms`, about: string) =>
  ({ default: value, about, min: "0 ms", exclusive: true }) as const;

/** Short-term plasticity as a product of one facilitation and two depressions. */
export const varela = defineSynapse({
  name: "varela",
  about: "Short-term plasticity as a product of one facilitating and two depressing factors.",
  cite: ["doi:10.1523/JNEUROSCI.17-20-07926.1997", "doi:10.1126/science.275.5297.221"],
  parameters: {
    f: { default: 0.917, about: "increment of facilitation at a spike", min: 0 },
    tau_f: recovery("94 ms", "time constant of facilitation"),
    d_1: { default: 0.416, about: "factor of the fast depression at a spike", min: 0, max: 1 },
    tau_d_1: recovery("380 ms", "recovery time constant of the fast depression"),
    d_2: { default: 0.975, about: "factor of the slow depression at a spike", min: 0, max: 1 },
    tau_d_2: recovery("9200 ms", "recovery time constant of the slow depression"),
  },
  state: {
    facilitation: { initial: 1, unit: "1", about: "facilitating factor" },
    fast: { initial: 1, unit: "1", about: "fast depressing factor" },
    slow: { initial: 1, unit: "1", about: "slow depressing factor" },
  },
  dynamics: {
    facilitation: { derivative: "(1 - facilitation) / tau_f", when: "event" },
    fast: { derivative: "(1 - fast) / tau_d_1", when: "event" },
    slow: { derivative: "(1 - slow) / tau_d_2", when: "event" },
  },
  on: {
    pre: { facilitation: "facilitation + f", fast: "fast * d_1", slow: "slow * d_2" },
  },
  deliver: "weight * facilitation * fast * slow",
});
