import { type Answers, type CallsOf, done } from "../answer.ts";
import type { SimulationCall } from "../generated/simulation.ts";
import { advance } from "./advance.ts";
import { runBatch } from "./batch.ts";
import { load } from "./load.ts";
import { check, prepare, restore, revise } from "./prepare.ts";
import { reads } from "./reads.ts";
import { sets } from "./sets.ts";

/** Implementation of each call of the dialect `simulation`. */
export const simulationAnswers: Answers<CallsOf<SimulationCall>> = {
  load,
  check,
  prepare,
  revise,
  advance,
  ...reads,
  ...sets,
  stream({ spikes, samples, ahead }, { loaded, flow }) {
    const { sim, stream } = loaded.running("stream");
    // A stream starts with data from now on. Unknown names are refused.
    for (const population of spikes) sim.spikes(population);
    const isOn = ahead > 0;
    stream.choose(isOn ? spikes : [], isOn && samples);
    flow.allow(ahead);
    return done;
  },
  async save(_, { loaded, arrays }) {
    const checkpoint = arrays.writeOctets(await loaded.running("save").sim.save());
    return { case: "saved", value: { checkpoint } };
  },
  restore,
  runBatch,
  async close(_, { loaded }) {
    await loaded.end();
    return done;
  },
};
