import type { EstimatedTime } from "@spikeloom/kernel";
import { expectedActivity } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";
import { stepOperations } from "../workers/step-work.ts";

// Nanoseconds of one core, by `units` of the benchmarks.
/** An operation of a neuron's step. */
const operation = 0.06;
/** A neuron and step that a stimulus drives. */
const drivenStep = 3;
/** A neuron and step of a source. */
const sourceStep = 0.2;
/** A spike that a source draws. */
const sourceSpike = 150;
/** A spike that arrives through a projection. */
const arrival = 2;
/** Anything that is done once in a step, however small the network. */
const step = 300;

/** Estimate the time that the steps of a job take. */
export function expectedTime(plan: JobPlan, workers: number): EstimatedTime {
  const { program, stack } = plan;
  const { arrivals, rates } = expectedActivity(program, stack);
  const steps = 1000 / program.dt;
  let [drives, sources, sent] = [0, 0, 0];
  for (const one of program.stimuli) if (one.kind === "drive") drives += one.targets.size;
  for (const { name, source, size } of program.populations.values()) {
    if (source === undefined) continue;
    sources += size;
    sent += size * (rates.get(name)?.rate ?? 0);
  }
  const parts = [
    {
      time: steps * (step + operation * stepOperations(plan) + sourceStep * sources),
      reason: `${steps} steps of its neurons`,
    },
    {
      time: 1000 * sourceSpike * sent,
      reason: `${(1000 * sent).toPrecision(2)} spikes of sources`,
    },
    { time: steps * drivenStep * drives, reason: `${steps} steps of Poisson stimuli` },
    {
      time: 1000 * arrival * arrivals,
      reason: `${(1000 * arrivals).toPrecision(2)} arriving spikes`,
    },
  ];
  const sum = parts.reduce((all, { time }) => all + time, 0);
  const [largest] = parts.toSorted((a, b) => b.time - a.time);
  return { perSecond: (1e-9 * sum) / workers, reason: `mostly ${largest?.reason}` };
}
