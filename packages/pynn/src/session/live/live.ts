import type { BackendRecord } from "@spikeloom/kernel";
import { type Simulated, simulate, timeOfStep } from "@spikeloom/simulate";
import { SESSION_TURN } from "../../errors.ts";
import { inputOf } from "../currents/input-of.ts";
import { type Inputs, inputsOf } from "../currents/inputs.ts";
import type { Definition, SessionProjection } from "../definition.ts";
import { type NamedRecorder, networkRecord, recordersOf } from "../network/network-record.ts";
import { givenSpikes } from "../recording/spike-log.ts";
import type { PynnSession } from "../session.ts";
import { readVariable } from "./read-variable.ts";
import { recordedBackend } from "./recorded-backend.ts";

type Watched = NonNullable<Parameters<PynnSession["run"]>[1]>;

/** The simulation of a definition: made at the first run, told of changes at the next. */
export interface Live {
  readonly step: number;
  /** Refuse a call that comes while the session runs or after its end. */
  check(place: string): void;
  /** The simulation, where there is one that has these connections. */
  of(projection: SessionProjection): Simulated | undefined;
  readonly sim: Simulated | undefined;
  /** The definition is another than the one that is simulated. */
  change(): void;
  /** Run on to a step, or until a signal. */
  run(until: number, watched: Watched): Promise<void>;
  /** Go back to step 0. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Make the simulation of a definition, which is not built yet. */
export function live(definition: Definition, backend: BackendRecord): Live {
  const { options, stack, populations, currents } = definition;
  const { timestep } = options;
  let sim: Simulated | undefined;
  let state: "waits" | "runs" | "is closed" | "failed" = "waits";
  let isChanged = true;
  let built = new Set<SessionProjection>();
  let recorders: readonly NamedRecorder[] = [];
  /** The time up to which given spikes were recorded. */
  let heard = Number.NEGATIVE_INFINITY;
  const recorded = recordedBackend(backend, (recorder, { steps, values }) => {
    const { population, variable } = recorders[recorder] as NamedRecorder;
    population.recording.signals.get(variable)?.add(steps, values);
  });

  const prepare = async (): Promise<Simulated> => {
    if (sim !== undefined && !isChanged) return sim;
    const network = networkRecord(definition, sim?.step ?? 0);
    recorders = recordersOf(populations, timestep);
    if (sim === undefined) {
      const { workers } = options;
      const setting = { stack, backend: recorded, keep: false, revisable: true, workers };
      sim = await simulate(network, setting);
    } else await sim.revise(network);
    built = new Set(definition.projections);
    isChanged = false;
    return sim;
  };

  /** Take rows that no step writes down: the first ones, and with Brian2's sampling the last ones. */
  const sampleNow = (of: Simulated): void => {
    for (const population of populations) {
      for (const [variable, signal] of population.recording.signals) {
        if (!signal.wants(of.step)) continue;
        const { neurons } = signal;
        signal.add([of.step], readVariable(of, population, { variable, neurons, stack, options }));
      }
    }
  };

  const collect = (of: Simulated): void => {
    const slack = (options.convention === "brian2" ? -1e-3 : 1e-3) * timestep;
    const until = timeOfStep(of.step, timestep) + slack;
    for (const { name, cell, size, parameters, recording } of populations) {
      const spikes = of.spikes(name);
      const times = cell.times === undefined ? undefined : parameters.get(cell.times);
      const found = times === undefined ? spikes : givenSpikes(times, { size, from: heard, until });
      recording.spikes.add(found.times, found.neurons);
    }
    heard = until;
    sampleNow(of);
  };

  const advance = async (of: Simulated, until: number, watched: Watched): Promise<void> => {
    const inputs = inputsOf(currents);
    const { signal, onProgress } = watched;
    const progress =
      onProgress && ((at: { readonly step: number }) => onProgress(timeOfStep(at.step, timestep)));
    while (of.step < until && signal?.aborted !== true) {
      setInputs(of, inputs);
      const next = Math.min(until, inputs.next(of.step));
      const duration = `${(next - of.step) * timestep} ms`;
      await of.advance(duration, { signal, onProgress: progress });
    }
  };

  return {
    get step() {
      return sim?.step ?? 0;
    },
    get sim() {
      return sim;
    },
    of: (projection) => (built.has(projection) ? sim : undefined),
    check(place) {
      if (state !== "waits") throw SESSION_TURN({ place, state });
    },
    change() {
      isChanged = true;
    },
    async run(until, watched) {
      if (until === (sim?.step ?? 0)) return;
      state = "runs";
      try {
        const of = await prepare();
        sampleNow(of);
        state = "failed";
        await advance(of, until, watched);
        collect(of);
        state = "waits";
      } finally {
        if (state === "runs") state = "waits";
      }
    },
    async reset() {
      state = "waits";
      heard = Number.NEGATIVE_INFINITY;
      built = new Set();
      const before = sim;
      sim = undefined;
      isChanged = true;
      await before?.close();
    },
    async close() {
      if (state === "is closed") return;
      state = "is closed";
      await sim?.close();
    },
  };
}

function setInputs(sim: Simulated, inputs: Inputs): void {
  for (const { population, sum } of inputs.due(sim.step)) {
    sim.setInput(population.name, { values: sum, unit: "nA" }, { input: inputOf(population) });
  }
}
