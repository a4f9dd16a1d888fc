import { lifCurrExp } from "@spikeloom/neurons";
import type { Result } from "@spikeloom/simulate";
import { result } from "../sample-result.ts";

const recorded = result.recordings;

/** The first recorders of a network alone. */
function cut(parts: Partial<Result>, record: readonly number[], synapses: number): Result {
  const all = { ...result, ...parts };
  const { network } = all;
  const { recordSynapses = [], ...others } = network;
  return {
    ...all,
    network: {
      ...others,
      record: record.map((k) => network.record?.[k] as NonNullable<typeof network.record>[0]),
      ...(synapses > 0 && { recordSynapses: recordSynapses.slice(0, synapses) }),
    },
    recordings: record.map((k) => all.recordings[k] as (typeof recorded)[0]),
    synapseRecordings: all.synapseRecordings.slice(0, synapses),
  };
}

/** A trace of one neuron with the requested number of samples. */
function trace(samples: number): Result["recordings"][number] {
  const [, , , last] = recorded;
  const times = Float64Array.from({ length: samples }, (_, k) => k / 10);
  const values = times.map((time) => -70 + Math.sqrt(time));
  const neurons = Uint32Array.of(4);
  const v = { unit: "mV", times, neurons, values };
  return { ...(last as (typeof recorded)[0]), samples: new Map([["v", v]]) };
}

/** The fifth neuron with a current from 20 to 60 ms, in a model that the network brings along. */
const clampedNetwork: Result["network"] = {
  ...result.network,
  models: { cell: { ...lifCurrExp, name: "cell" } },
  populations: { ...result.network.populations, E: { model: "cell", size: 5 } },
  stimuli: [
    {
      kind: "steps",
      into: "E",
      neurons: { indices: [2, 4] },
      times: ["20 ms", "60 ms"],
      values: ["0.8 nA", "0 nA"],
    },
    { kind: "steps", into: "E", times: ["50 ms"], values: ["0.1 nA"] },
  ],
};

/** Results of each kind that validators of NWB check. */
export const results: Readonly<Record<string, Result>> = {
  "everything that a result can contain": result,
  "several populations": cut({}, [0, 1, 2], 0),
  "no spikes at all": cut({}, [1], 0),
  "one neuron": cut({ recordings: [...recorded.slice(0, 3), trace(1000)] }, [3], 0),
  "a clamped neuron": {
    ...cut({ network: clampedNetwork, recordings: [...recorded.slice(0, 3), trace(1000)] }, [3], 0),
    duration: 100,
    dt: 0.1,
  },
  "one sample": cut({}, [3], 0),
  "synapses alone": cut({}, [], 2),
  "nothing recorded": cut({}, [], 0),
  "a run that diverged": {
    ...cut({}, [0, 2], 0),
    interrupted: true,
    warnings: ["SL_SLOW: it is slow."],
    diverged: {
      ...({ kind: "neuron", name: "E", variable: "v", index: 2 } as const),
      value: Number.NaN,
      from: 0.1,
      until: 0.2,
    },
  },
};
