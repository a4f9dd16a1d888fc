import type { Simulation, SimulationJob } from "@spikeloom/kernel";
import { type NetworkProgram, NOT_RECORDED, partOf } from "@spikeloom/program";
import { homesOf } from "@spikeloom/program/events";
import { spikeHash, timeOfStep } from "@spikeloom/simulate";
import { bytesOf } from "./estimate.ts";
import { createNetwork } from "./network.ts";
import { observe } from "./observe.ts";
import type { Population } from "./population.ts";
import { dueAt, spikeBuffer, spikeRecorders, spikeStamps } from "./recording.ts";
import { type Progress, restoreState, saveState } from "./saved-state.ts";
import { accessOf, type SynapseAccess } from "./synapses.ts";
import { createRunner } from "./window.ts";

/** Prepare a program: draw its synapses, and continue from a saved state if there is one. */
export async function prepare(program: NetworkProgram, job: SimulationJob): Promise<Simulation> {
  const network = await createNetwork(program, job);
  const { dt, convention } = program;
  const { sink, state: saved } = job;
  const { populations, sources, rows } = network;
  const all = [...program.populations.values()];
  const neurons = all.reduce((sum, { size }) => sum + size, 0);
  const synapses = rows.targets.length;
  const plastic = network.plastic.reduce((sum, one) => {
    const columns = [...(one?.columns.values() ?? [])];
    return columns.reduce((bytes, { byteLength }) => bytes + byteLength, sum);
  }, 0);
  const start: Progress = {
    step: 0,
    hash: spikeHash().digest(),
    counts: new Float64Array(all.length),
  };
  if (saved === undefined) {
    for (const one of [...populations.values(), ...sources.values()]) one.foreseeAll();
  }
  const progress = saved === undefined ? start : restoreState(network, saved);
  const hash = spikeHash(progress.hash);
  const homeOf = homesOf(all);
  const stampsOf = spikeStamps(dt);
  const record = spikeRecorders(program, sink);
  const buffer = spikeBuffer(({ count, times, neurons: numbers }) => {
    const { steps, offsets } = stampsOf(count, times);
    for (let k = 0; k < count; k++) {
      const home = homeOf(numbers[k] as number);
      progress.counts[home] = (progress.counts[home] as number) + 1;
    }
    const stamped = { count, times, neurons: numbers, steps, offsets };
    hash.addAll(stamped);
    record(stamped);
  });
  const { run } = createRunner(network, buffer.add);
  const sample = (stamp: number): void => {
    const due = dueAt(program, stamp);
    // Spikes are recorded before samples of later times.
    if (due.length > 0) buffer.flush();
    for (const { index, population, variables, chosen } of due) {
      const from = populations.get(population);
      for (const variable of variables) {
        const all = from && observe(from, variable, timeOfStep(stamp, dt));
        const values = Float64Array.from({ length: chosen.size }, (_, k) => {
          return all?.[chosen.neuron(k)] ?? Number.NaN;
        });
        sink.samples({ recorder: index, variable, steps: Int32Array.of(stamp), values });
      }
    }
  };
  const now = (): number => timeOfStep(progress.step, dt);
  const known = new Map<string, SynapseAccess>();
  const synapsesOf = (name: string): SynapseAccess => {
    const names = rows.routes.map(({ opened }, k) => [opened.name, k] as const);
    const route = partOf(new Map(names), name, name);
    const [from, rule] = [rows.routes[route]?.opened.from ?? "", network.plastic[route]];
    const access = known.get(name) ?? accessOf(program, { rows, route, from, rule });
    known.set(name, access);
    return access;
  };
  const populationOf = (name: string): Population => partOf(populations, name, name);
  const checkOpen = (place: string): void => {
    if (!program.open)
      throw refusal(place, "The program is closed.", {
        expected: "an open program",
        got: "a closed one",
      });
  };
  return {
    get step() {
      return progress.step;
    },
    dt,
    summary: {
      neurons,
      synapses,
      bytes: bytesOf(neurons, synapses, plastic),
      notes: [
        `${rows.delays.length} segments of ${synapses} synapses, windows of at most ${network.calendar.tick} ms`,
      ],
    },
    advance(steps) {
      const end = progress.step + steps;
      const isFirst = convention.sampleAt === "start";
      try {
        while (progress.step < end) {
          if (isFirst) sample(progress.step);
          let next = progress.step + 1;
          const isDue = (): boolean => dueAt(program, next).length > 0;
          while (next < end && !isDue()) next++;
          run(now(), timeOfStep(next, dt));
          progress.step = next;
          if (!isFirst) sample(next);
        }
      } finally {
        // Spikes before a fault are recorded too.
        buffer.flush();
      }
    },
    async spikeHash() {
      return hash.digest();
    },
    async spikeCount(name) {
      return progress.counts[all.findIndex((one) => one.name === name)] ?? 0;
    },
    async areFinite(reach) {
      const synapses = reach === "all" ? network.plastic.flatMap((one) => one?.columns ?? []) : [];
      return (
        [...populations.values()].every(({ neurons, form }) => areFinite(neurons, form.size)) &&
        synapses.every((one) => [...one.values()].every((column) => column.every(Number.isFinite)))
      );
    },
    async save() {
      return saveState(network, { ...progress, hash: hash.digest() });
    },
    close: () => undefined,
    async synapses(projection) {
      return synapsesOf(projection).ends;
    },
    async synapseState(projection, variable) {
      return synapsesOf(projection).values(variable, now());
    },
    async setSynapseState(projection, variable, values) {
      const { ends, set } = synapsesOf(projection);
      checkCount(values, ends.targets.length, `${projection}.${variable}`);
      set(variable, values, now());
    },
    async state(name, variable) {
      const population = populationOf(name);
      const { states } = population.program.form;
      partOf(states, variable, name);
      return population.valuesAt(variable, now());
    },
    async setState(name, variable, values) {
      const population = populationOf(name);
      partOf(population.program.form.states, variable, name);
      checkCount(values, population.form.size, `${name}.${variable}`);
      population.setValues(variable, values, now());
    },
    async sendSpikes(name, spikes) {
      checkOpen(name);
      const { program: own } = partOf(sources, name, name);
      const isOrdered = spikes.every((one, k) => one < own.size && one >= (spikes[k - 1] ?? 0));
      const message = "Spikes must be ascending neurons of a source.";
      if (!isOrdered)
        throw refusal(name, message, {
          expected: `0 to ${own.size - 1}, ascending`,
          got: String(spikes),
        });
      partOf(sources, name, name).send(spikes, now());
    },
    async setInput(name, input, values) {
      const population = populationOf(name);
      const place = `${name}.${input}`;
      checkOpen(place);
      partOf(population.program.form.inputs, input, name);
      checkCount(values, population.form.size, place);
      const all = population.inputs?.add(input, values);
      if (all !== undefined) population.setValues(input, all, now());
    },
  };
}

/** Return whether all variables of neurons are finite. */
function areFinite({ x, width, strides }: Population["neurons"], size: number): boolean {
  for (let n = 0; n < size; n++) {
    for (let k = 0; k < width; k++) if (!Number.isFinite(x[n * strides.x + k])) return false;
  }
  return true;
}

function checkCount(values: Float64Array, size: number, place: string): void {
  if (values.length === size) return;
  throw refusal(place, "The number of values is wrong.", {
    expected: `${size} values`,
    got: `${values.length} values`,
  });
}

function refusal(
  place: string,
  message: string,
  compared: { readonly expected: string; readonly got: string },
): Error {
  return NOT_RECORDED({ place, message, ...compared });
}
