import type { ConventionRecord, NetworkRecord } from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  attempt,
  before,
  EXPORT_VALUE,
  type ExportOptions,
  exportScript,
  type Python,
  pythonFloat,
  pythonText,
  type ScriptExport,
  sayLags,
  sayPrecision,
} from "@spikeloom/simulate/scripts";
import { otherConvention } from "../scripts/other-convention.ts";
import type { NestLoss } from "./losses.ts";
import { writeScript } from "./script.ts";
import type { NestTask } from "./task.ts";
import { writePoisson } from "./write-poisson.ts";
import { type WrittenPopulation, writePopulation } from "./write-population.ts";
import { type WrittenProjection, writeProjection } from "./write-projection.ts";
import { writeRecorders } from "./write-recorders.ts";
import { type WrittenStimuli, writeStimuli } from "./write-stimuli.ts";

/**
 * Write a network as a PyNEST script that reproduces the same spikes.
 *
 * Connections and values are those that a run with the same seed draws. Differences are listed in `losses`; all models,
 * rules and stimuli that NEST lacks are refused at once.
 */
export function exportNest(network: NetworkRecord, options: ExportOptions): ScriptExport<NestLoss> {
  return exportScript<NestLoss>(network, options, write);
}

function write(task: NestTask): string {
  sayNetwork(task);
  const { network, dt, steps, seed } = task;
  const populations = new Map<string, WrittenPopulation>();
  const currents: WrittenStimuli["code"][] = [];
  for (const name of Object.keys(network.populations)) {
    const written = attempt(task, () => {
      const stimuli = writeStimuli(task, name);
      currents.push(stimuli.code);
      return writePopulation(task, name, stimuli);
    });
    if (written !== undefined) populations.set(name, written);
  }
  const projections = (network.projections ?? []).flatMap((record, index) => {
    const written = attempt(task, () => writeProjection(task, index, populations));
    return written === undefined ? [] : [{ ...written, to: record.to, index }];
  });
  const drives = (network.stimuli ?? []).flatMap(
    (_, index) => attempt(task, () => writePoisson(task, index, populations)) ?? [],
  );
  const connections = [
    ...targetCode(task, projections),
    ...currents.flat(),
    ...drives,
    ...projections.flatMap(({ code }) => code),
  ];
  return writeScript({
    name: network.name,
    about: network.about,
    cite: network.cite,
    duration: timeOfStep(steps, dt),
    dt,
    // NEST accepts seeds from 1 to 2 ** 32 - 1; such a seed is unchanged.
    seed: seed % 2 ** 32 || 1,
    nodes: [...populations.values()].flatMap(({ code }) => code),
    connections,
    records: attempt(task, () => writeRecorders(task, populations)) ?? [],
    second: [...populations.values()].flatMap(({ second }) => second),
    learns: projections.some(({ learns }) => learns),
  });
}

type Ended = WrittenProjection & { readonly to: string; readonly index: number };

/** Set parameters that NEST stores in the target for all its plastic synapses; refuses contradictory values. */
function targetCode(task: NestTask, projections: readonly Ended[]): readonly Python[] {
  const given = new Map<string, Map<string, number>>();
  for (const { to, ofTarget, index } of projections) {
    const own = given.get(to) ?? new Map<string, number>();
    given.set(to, own);
    for (const [name, value] of ofTarget) {
      const known = own.get(name) ?? value;
      own.set(name, known);
      if (known === value) continue;
      task.refuse(
        EXPORT_VALUE({
          message: `NEST stores ${name} in the target, shared by all its rules.`,
          place: `projections[${index}].plasticity.parameters`,
          expected: `${known}, as for an earlier projection onto ${to}`,
          got: String(value),
        }),
      );
    }
  }
  return [...given].flatMap(([to, values]) =>
    [...values].map(([name, value]) =>
      before(`nodes[${pythonText(to)}].${name} = `, pythonFloat(value)),
    ),
  );
}

/** Report losses of the network as a whole, or refuse it. */
function sayNetwork(task: NestTask): void {
  const { network, convention } = task;
  sayPrecision(task, "NEST");
  sayLags(task);
  for (const [index, { every, variables = ["weight"] }] of (
    network.recordSynapses ?? []
  ).entries()) {
    const place = `recordSynapses[${index}]`;
    const isWeight = variables.every((one) => one === "weight");
    const message = `The script reports weights at the end of the run${isWeight ? "" : " only"}, each as of its last spike.`;
    if (every !== undefined || !isWeight) task.lose("recording", place, message);
  }
  for (const [place, got, expected] of differences(convention)) {
    task.refuse(
      EXPORT_VALUE({
        message: "NEST has a single order of phases.",
        place: `convention.${place}`,
        expected,
        got,
        next: otherConvention("NEST", ["nest"]),
      }),
    );
  }
}

/** Step conventions that would give different spikes in NEST; times are written on the grid as they are. */
function differences(convention: ConventionRecord): readonly (readonly [string, string, string])[] {
  const nest = resolveConvention("nest");
  const rules = (of: ConventionRecord): readonly (readonly [string, string])[] => [
    ["order", of.order.join(", ")],
    ["spikeStamp", of.spikeStamp],
    ["threshold", of.threshold],
    ["refractory.countOffset", String(of.refractory.countOffset)],
    ["refractory.blocksWrites", String(of.refractory.blocksWrites)],
    ["delay.least", String(of.delay.least)],
    ["inputHold", of.inputHold],
    ["sampleAt", of.sampleAt],
  ];
  const theirs = rules(nest);
  return rules(convention).flatMap(([key, said], k) => {
    const ruled = theirs[k]?.[1] ?? "";
    return said === ruled ? [] : [[key, said, ruled] as const];
  });
}
