import {
  type BackendRecord,
  type ConventionRecord,
  checkOptionNames,
  defineNeuron,
  type NetworkRecord,
  type OptionNames,
  type Stack,
} from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { type Claim, claimsAbout } from "./claim.ts";

/** Inputs for testing a convention. */
export interface ConventionSuiteOptions {
  readonly stack: Stack;
  readonly backend: BackendRecord;
}

const dt = 0.5;

/** Counts its steps and spikes in every third. */
const counter = defineNeuron({
  name: "counter",
  about: "Counts steps and spikes in every third.",
  parameters: {},
  state: { n: { initial: 0, unit: "1", about: "steps" } },
  step: [{ n: "n + 1" }],
  spike: { when: "n > 2.5", reset: { n: "0" } },
});

const names: OptionNames<ConventionSuiteOptions> = { stack: true, backend: true };

/** Requirements for a convention: plain data, implemented by a backend. */
export function conventionSuite(
  convention: ConventionRecord,
  options: ConventionSuiteOptions,
): readonly Claim[] {
  checkOptionNames(options, names, "conventionSuite");
  const claim = claimsAbout({ kind: "convention", name: convention.name });
  const network = (record: ConventionRecord): NetworkRecord => ({
    format: "spikeloom-network",
    version: 1,
    dt: `${dt} ms`,
    duration: "10 ms",
    populations: { n: { model: counter, size: 1 } },
    record: [{ population: "n", variables: ["spikes", "n"] }],
    convention: record,
  });
  const outcome = async (record: ConventionRecord = convention) => {
    const { recordings, spikeHash } = await run(network(record), options);
    const [recording] = recordings;
    const sampled = recording?.samples.get("n");
    return {
      spikeHash,
      spikes: [...(recording?.spikes?.times ?? [])],
      times: [...(sampled?.times ?? [])],
      values: [...(sampled?.values ?? [])],
    };
  };
  return [
    claim("is data: it has the same effect after serialisation", async ({ same }) => {
      const copy = JSON.parse(JSON.stringify(convention)) as ConventionRecord;
      same("its JSON", copy, convention);
      same("the effect", await outcome(copy), await outcome());
    }),
    claim(
      "determines the stamp of a spike, in the step given by its order of phases",
      async ({ same }) => {
        const { order, spikeStamp } = convention;
        const isLate = order.indexOf("threshold") < order.indexOf("integrate");
        // In the third step, the count exceeds the threshold.
        const step = 2 + (isLate ? 1 : 0) + (spikeStamp === "end" ? 1 : 0);
        same("the first spike", (await outcome()).spikes[0], step * dt);
      },
    ),
    claim(
      "determines whether samples are taken at the start or end of a step",
      async ({ same }) => {
        const { times, values } = await outcome();
        const first = convention.sampleAt === "start" ? 0 : 1;
        same("the first sample", [times[0], values[0]], [first * dt, first]);
      },
    ),
  ];
}
