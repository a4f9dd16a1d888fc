import { completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { type EventNeurons, eventForm, eventNeurons, type Jump } from "@spikeloom/program/events";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { compiledBytes, compileNeurons } from "../src/compiled.ts";
import { createStorage } from "../src/storage.ts";
import { drawnNetwork, linearModels } from "./drawn-networks.ts";

const [rounds, most] = [draws({ ci: 300, long: 30_000 }), 40];

const cases = linearModels.flatMap((model) => [
  { ...model, isRising: false, parameters: {} },
  {
    ...model,
    isRising: true,
    parameters: { tau_m: { draw: "uniform", low: "5 ms", high: "15 ms" } },
  },
]);

it.each(cases)(
  "code of $model has the bits of the interpreted form, $parameters, rising: $isRising",
  ({ parameters, isRising, ...model }) => {
    const draw = newDraw(drawSeed, 7);
    const network = drawnNetwork(model, draw);
    const own = model.model === "if-delta" ? {} : parameters;
    const n = { ...network.populations["n"], parameters: own };
    const described = { ...network, populations: { ...network.populations, n } } as typeof network;
    const program = programOf(completeNetwork(described, stack), { stack });
    const population = program.populations.get("n");
    if (population === undefined) throw new Error("no population");
    const derived = eventForm(population, program.convention, { hasInputs: true });
    const form = { ...derived, test: derived.test && { ...derived.test, isRising } };
    const { size } = form;
    const storage = createStorage(compiledBytes(form) + 12 * 4 * most + 128);
    const { memory } = storage;
    if (memory === undefined) throw new Error("no memory");
    const plain = eventNeurons(form);
    const neurons = eventNeurons(form, storage);
    const [targets, weights] = [storage.i32(4 * most), storage.f64(4 * most)];
    const { strides, schedule } = neurons;
    const boundOf = (n: number): number => schedule.due[n * strides.time] as number;
    const last = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    const seen = new Map<number, number>();
    const resolved: number[] = [];
    const code = compileNeurons(
      form,
      { neurons, targets, weights },
      {
        memory,
        columns: storage,
        callbacks: {
          resolve: (k) => void resolved.push(k),
          see: (k, time) => void seen.set(k, time),
        },
      },
    );
    const extent = Number.parseFloat(model.weight) * (model.weight.endsWith("nA") ? 1000 : 1);
    const receptors = [...form.receptors.values()];
    let time = 0;
    let bounded = 0;
    for (let round = 0; round < rounds; round++) {
      if (draw(5) > 0) time += draw(1000) / 300;
      resolved.length = 0;
      const expected: number[] = [];
      for (let n = 0; n < size; n++) last[n] = boundOf(n);
      // Several spikes arrive before the neurons are read.
      for (let group = draw(4), begin = 0; group >= 0; group--) {
        if (draw(3) > 0) time += draw(1000) / 3000;
        const receptor = draw(receptors.length);
        const jumps = receptors[receptor] as readonly Jump[];
        const end = begin + 1 + draw(most);
        for (let k = begin; k < end; k++) {
          targets[k] = draw(size);
          weights[k] = (extent * (draw(200) - 60)) / 40;
        }
        code.deliver(time, { receptor, begin, end, weight: Number.NaN });
        for (let k = begin; k < end; k++) {
          const own = targets[k] as number;
          if ((last[own] as number) <= time) expected.push(own);
          plain.advance(own, time);
          plain.receive(own, jumps, weights[k] as number);
          last[own] = plain.earliestSpike(own, true);
          if (last[own] !== Number.POSITIVE_INFINITY) bounded++;
        }
        begin = end;
      }
      code.finish();
      expect(resolved).toEqual(expected);
      for (let n = 0; n < size; n++) {
        expect(boundOf(n)).toBe(last[n]);
        expect(stateOf(neurons, n)).toEqual(stateOf(plain, n));
      }
      // Spikes and ends of refractory periods change which flow is followed.
      const other = draw(size);
      const act = draw(3);
      for (const one of [plain, neurons]) {
        if (act === 0) one.spike(other);
        else if (one.isHeld[other * strides.flag] === 1) one.release(other);
      }
      time += draw(100) / 100;
      code.advance(other, time);
      plain.advance(other, time);
      code.foresee(other);
      expect(boundOf(other)).toBe(plain.earliestSpike(other, true));
    }
    expect(bounded).toBeGreaterThan(20);
    expect(seen.size).toBeGreaterThan(0);
    for (let n = 0; n < size; n++) {
      expect(stateOf(neurons, n).variables.every(Number.isFinite)).toBe(true);
    }
  },
);

function stateOf(
  { x, time, isHeld, isLifted, isAbove, width, strides }: EventNeurons,
  n: number,
): { readonly variables: readonly number[]; readonly time: number; readonly flags: number[] } {
  const flags = [isHeld, isLifted, isAbove].map((one) => one[n * strides.flag] as number);
  const first = n * strides.x;
  const variables = [...x.subarray(first, first + width)];
  return { variables, time: time[n * strides.time] as number, flags };
}
