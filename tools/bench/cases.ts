import type { Case, Setting } from "./case.ts";
import { adex } from "./cases/adex.ts";
import { batch } from "./cases/batch.ts";
import { brunel } from "./cases/brunel.ts";
import { cobahh } from "./cases/cobahh.ts";
import { compiling } from "./cases/compiling.ts";
import { crossover } from "./cases/crossover.ts";
import { cuba } from "./cases/cuba.ts";
import { eventFiles } from "./cases/event-files.ts";
import { eventTraining } from "./cases/event-training.ts";
import { events } from "./cases/events.ts";
import { graphics } from "./cases/gpu.ts";
import { graphicsTraining } from "./cases/gpu-training.ts";
import { learning, learningCuba } from "./cases/learning.ts";
import { microcircuit, smallMicrocircuit } from "./cases/microcircuit.ts";
import { neuroml } from "./cases/neuroml.ts";
import { nir } from "./cases/nir.ts";
import { nwb } from "./cases/nwb.ts";
import { pynn, pynnStart } from "./cases/pynn.ts";
import { sonata } from "./cases/sonata.ts";
import { sparse } from "./cases/sparse.ts";
import { start } from "./cases/start.ts";
import { training } from "./cases/training.ts";
import { units } from "./cases/units.ts";
import { workers } from "./cases/workers.ts";
import { withYardstick } from "./yardstick.ts";

/** All cases, in the order of the table. */
export function allCases(setting: Setting): readonly Case[] {
  const makers = [
    brunel,
    microcircuit,
    smallMicrocircuit,
    cuba,
    cobahh,
    adex,
    learning,
    learningCuba,
    pynn,
    pynnStart,
    events,
    units,
    workers,
    batch,
    training,
    eventTraining,
    sparse,
    crossover,
    graphics,
    graphicsTraining,
  ];
  const makersOfFiles = [neuroml, nir, sonata, nwb, eventFiles];
  const cases = [...makers, ...makersOfFiles, compiling, start].map((make) => make(setting));
  return cases.map((one) => withYardstick(one, setting));
}

/** The names of all cases, in the order of the table. */
export function caseNames(root: string): readonly string[] {
  const peers = { find: () => undefined, missing: () => "not asked for" };
  const setting = { root, scratch: "", quick: false, full: false, peers };
  return allCases(setting).map(({ name }) => name);
}
