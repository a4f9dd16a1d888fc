import { describe, expect, it } from "vitest";
import { connect, neuronsOf, sourceOf, start } from "./start.ts";

const drive = Array.from({ length: 27 }, (_, k) => Number((5 + 7.3 * k).toFixed(1)));

/** Spike times of one neuron in 200 ms: driven by a current, or by that and 27 spikes. */
async function timesOf(
  convention: "nest" | "neuron" | "brian2",
  name: string,
  given: { readonly current: number; readonly weight?: number },
): Promise<readonly number[]> {
  const session = start({ convention });
  const { current, weight } = given;
  const hold = name === "Izhikevich" ? {} : { tau_refrac: 2 };
  const neuron = neuronsOf(session, name, { ...hold, i_offset: current });
  if (weight !== undefined)
    connect(session, [sourceOf(session, drive), neuron], { weight, delay: 1 });
  session.record(neuron, "spikes", Uint32Array.of(0));
  await session.run(200);
  const { times } = session.spikes(neuron);
  await session.close();
  return Array.from(times, (time) => Number(time.toFixed(1)));
}

// Some spikes of NEST 3.10 on grid, NEURON 8.2 and Brian2 2.8 under PyNN 0.13 with a step of 0.1 ms.
const cases = [
  ["nest", "IF_curr_exp", { current: 1 }, [27.8, 57.6, 176.8], [0, 1, 5]],
  ["neuron", "IF_curr_exp", { current: 1 }, [27.8, 57.6, 176.8], [0, 1, 5]],
  ["brian2", "IF_curr_exp", { current: 1 }, [27.7, 57.4, 176.2], [0, 1, 5]],
  ["nest", "IF_curr_exp", { current: 0.8, weight: 0.6 }, [22.2, 43.7, 65.4, 196.4], [0, 1, 2, 8]],
  ["brian2", "IF_curr_exp", { current: 0.8, weight: 0.6 }, [22.2, 43.7, 65.3, 196.3], [0, 1, 2, 8]],
  ["nest", "IF_cond_exp", { current: 0.7, weight: 0.01 }, [28.2, 54, 80.1, 184.2], [0, 1, 2, 6]],
  [
    "brian2",
    "IF_cond_exp",
    { current: 0.7, weight: 0.01 },
    [28.1, 53.7, 79.8, 182.7],
    [0, 1, 2, 6],
  ],
  ["neuron", "IF_curr_exp", { current: 0.8, weight: 0.6 }, [22.2, 43.7, 65.3, 196.3], [0, 1, 2, 8]],
  [
    "neuron",
    "IF_cond_exp",
    { current: 0.7, weight: 0.01 },
    [28.1, 53.8, 79.9, 183.2],
    [0, 1, 2, 6],
  ],
  ["nest", "Izhikevich", { current: 0.01 }, [3.7, 189.2], [0, 12]],
  ["brian2", "Izhikevich", { current: 0.01 }, [3.6, 189.1], [0, 12]],
] as const;

describe("spikes occur when PyNN's backend sends them", () => {
  it.each(cases)("%s: %s of %o", async (...one) => {
    const [convention, name, given, times, places] = one;
    const found = await timesOf(convention, name, given);
    expect(places.map((k) => found[k])).toEqual(times);
  });
});

// A spike at 5 ms with a delay of 1 ms. NEST applies it at 6 ms in full; NEURON lets it decay in the step that it
// starts; Brian2 applies it a step later.
it.each([
  ["nest", 6, 0.01],
  ["neuron", 6.1, 0.01 * Math.exp(-0.1 / 5)],
  ["brian2", 6.1, 0.01],
] as const)("under %s a conductance shows first at %f ms", async (convention, time, value) => {
  const session = start({ convention });
  const neuron = neuronsOf(session, "IF_cond_exp", {});
  connect(session, [sourceOf(session, [5]), neuron], { weight: 0.01, delay: 1 });
  session.record(neuron, "gsyn_exc", Uint32Array.of(0));
  await session.run(8);
  const { values } = session.signal(neuron, "gsyn_exc");
  const first = values.findIndex((one) => one !== 0);
  expect(first).toBe(Math.round(10 * time));
  expect(values[first]).toBeCloseTo(value, 9);
  expect(values).toHaveLength(81);
  await session.close();
});
