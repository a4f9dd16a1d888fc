import type { SpikeLoomError } from "@spikeloom/kernel";
import type { Simulated } from "@spikeloom/simulate";
import type { Answer, Watch } from "../answer.ts";
import { failureOf } from "../failures.ts";
import type { Check, Prepare, Restore, Revise } from "../generated/simulation.ts";
import type { ServedSession } from "../served-session.ts";
import { servedOptions } from "./options.ts";
import { streamOf } from "./stream.ts";

/** List what would keep the network from being prepared. */
export async function check({ options }: Check, served: ServedSession): Promise<Answer> {
  const network = served.loaded.network("check");
  const simulator = await served.programs.simulator();
  const found = simulator.findErrors(network, servedOptions(options));
  return { case: "checked", value: { errors: found.map((one) => failureOf(one, "check")) } };
}

/** Make the network ready to run; what ran before is ended. */
export async function prepare(
  { options, from, progress }: Prepare,
  served: ServedSession,
  watch: Watch,
): Promise<Answer> {
  const network = served.loaded.network("prepare");
  const given = servedOptions(options);
  const checkpoint = from && served.arrays.octets(from, "prepare.from");
  await served.end();
  const simulator = await served.programs.simulator();
  const stream = streamOf();
  const warnings: string[] = [];
  let warn = (warning: string): void => void warnings.push(warning);
  const sim = await simulator.simulate(network, {
    ...given,
    ...{ from: checkpoint, sink: stream.sink },
    ...followed(progress, watch),
    onWarning: (warning: SpikeLoomError) => warn(warning.message),
  });
  // A network without faults by now.
  stream.follow(simulator.recorders(network));
  served.loaded.begin({
    sim,
    stream,
    set warn(told: typeof warn) {
      warn = told;
    },
  });
  return prepared(sim, warnings);
}

/** Go on with the network that was loaded last. */
export async function revise(
  { progress }: Revise,
  served: ServedSession,
  watch: Watch,
): Promise<Answer> {
  const network = served.loaded.network("revise");
  const running = served.loaded.running("revise");
  const { recorders } = await served.programs.simulator();
  await running.sim.revise(network, followed(progress, watch));
  running.stream.follow(recorders(network));
  return prepared(running.sim);
}

/** Go back, or on, to a checkpoint. */
export async function restore(
  { checkpoint }: Restore,
  { loaded, arrays }: ServedSession,
): Promise<Answer> {
  const { sim } = loaded.running("restore");
  await sim.restore(arrays.octets(checkpoint, "restore.checkpoint"));
  return prepared(sim);
}

function followed(progress: boolean, watch: Watch) {
  const onPrepare = progress
    ? (value: { phase: string; synapses: number; expected: number }): void =>
        watch.progress({ case: "preparing", value })
    : undefined;
  return { signal: watch.signal, onPrepare };
}

function prepared({ dt, time, step }: Simulated, warnings: readonly string[] = []): Answer {
  return { case: "prepared", value: { dt, time, step, warnings } };
}
