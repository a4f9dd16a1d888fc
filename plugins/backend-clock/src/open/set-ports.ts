import type { Simulation } from "@spikeloom/kernel";
import { NOT_RECORDED } from "@spikeloom/program";
import { INPUT_CLOSED, SENT_SPIKES } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import { slotView } from "../populations.ts";
import { partOf, placeIn } from "../share.ts";
import type { OpenPorts, SentList } from "./open-ports.ts";

/** The part of a shard to which code may add. */
export interface OpenShard {
  readonly number: number;
  readonly buffer: ArrayBufferLike;
  readonly open: OpenPorts;
}

/** Operations of code on the inputs of a network between steps. */
export type PortAccess = Required<Pick<Simulation, "sendSpikes" | "setInput">>;

/** Create the access to the ports of all shards. */
export function portAccess(plan: JobPlan, shards: readonly OpenShard[]): PortAccess {
  const partIn = (population: string, index: number) => {
    const known = plan.populations.get(population) ?? { first: 0, size: 0 };
    return partOf(known, { index, of: shards.length });
  };
  return {
    async sendSpikes(population, neurons) {
      checkSpikes(plan, population, neurons);
      const lists = shards.map(({ open, buffer }) => sentOf(open.sent.get(population), buffer));
      const waiting = lists.reduce((sum, { count }) => sum + (count[0] as number), 0);
      const most = lists[0]?.neurons.length ?? 0;
      if (waiting + neurons.length > most) {
        const got = String(waiting + neurons.length);
        const message = `"${population}" cannot send as many spikes in one step.`;
        throw SENT_SPIKES({ place: population, message, expected: `at most ${most}`, got });
      }
      lists.forEach(({ count, neurons: list }, k) => {
        const part = partIn(population, (shards[k] as OpenShard).number);
        const own = neurons.filter((neuron) => placeIn(part, neuron) >= 0);
        const before = count[0] as number;
        list.set(own, before);
        list.subarray(0, before + own.length).sort();
        count[0] = before + own.length;
      });
    },
    async setInput(population, input, values) {
      checkInput(plan, population, { input, values });
      for (const { number, buffer, open } of shards) {
        const added = open.inputs.get(population)?.get(input);
        if (added === undefined) continue;
        const part = partIn(population, number);
        const { precision } = plan;
        const into = slotView(buffer, { address: added.values, size: part.size, precision });
        for (let k = 0; k < part.size; k++) into[k] = values[part.start + k * part.every] as number;
        new Int32Array(buffer, added.isNew, 1)[0] = 1;
      }
    },
  };
}

function sentOf(
  sent: SentList | undefined,
  buffer: ArrayBufferLike,
): { readonly count: Uint32Array; readonly neurons: Uint32Array } {
  const { count = 0, list = 0, capacity = 0 } = sent ?? {};
  return {
    count: new Uint32Array(buffer, count, 1),
    neurons: new Uint32Array(buffer, list, capacity),
  };
}

function checkSpikes(plan: JobPlan, population: string, neurons: Uint32Array): void {
  const found = populationOf(plan, population);
  if (found.source === undefined) {
    const message = `"${population}" computes its spikes itself.`;
    throw SENT_SPIKES({ place: population, message, expected: "a population of sources" });
  }
  if (!plan.open) throw INPUT_CLOSED({ place: population });
  const wrong = neurons.findIndex(
    (neuron, k) => neuron >= found.size || neuron < (neurons[k - 1] ?? 0),
  );
  if (wrong < 0) return;
  throw SENT_SPIKES({
    place: population,
    message: "Spikes must be ascending indices of neurons.",
    expected: `0 to ${found.size - 1}, ascending`,
    got: `${neurons[wrong]} as number ${wrong}`,
  });
}

function checkInput(
  plan: JobPlan,
  population: string,
  { input, values }: { readonly input: string; readonly values: Float64Array },
): void {
  const { form, size } = populationOf(plan, population);
  const place = `${population}.${input}`;
  if (!form.inputs.has(input)) {
    const message = `The population "${population}" has no input "${input}".`;
    const expected = [...form.inputs.keys()].join(", ");
    throw NOT_RECORDED({ place, message, expected, got: input });
  }
  if (!plan.open) throw INPUT_CLOSED({ place });
  if (values.length === size) return;
  const message = `"${input}" needs one value per neuron.`;
  const got = String(values.length);
  throw NOT_RECORDED({ place, message, expected: `${size} values`, got });
}

function populationOf({ populations }: JobPlan, name: string) {
  const found = populations.get(name);
  if (found !== undefined) return found;
  const message = `There is no population "${name}".`;
  const expected = [...populations.keys()].join(", ");
  throw NOT_RECORDED({ place: name, message, expected, got: name });
}
