import type { SpikeLoomError } from "@spikeloom/kernel";
import type { Answer, Watch } from "../answer.ts";
import { failureOf } from "../failures.ts";
import type { Check, Prepare, Restore, Revise } from "../generated/simulation.ts";
import type { ServedSession } from "../served-session.ts";
import type { Running } from "./loaded.ts";
import { servedOptions } from "./options.ts";
import { streamOf } from "./stream.ts";

/** List errors that would prevent preparation of the network. */
export async function check({ options }: Check, served: ServedSession): Promise<Answer> {
  const network = served.loaded.network("check");
  const simulator = await served.programs.simulator();
  const found = await simulator.findErrors(network, servedOptions(options));
  return { case: "checked", value: { errors: found.map((one) => failureOf(one, "check")) } };
}

/** Prepare the network for a run, ending an earlier simulation. */
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
  const sim = await simulator.simulate(network, {
    ...given,
    from: checkpoint,
    sink: stream.sink,
    ...followed(progress, watch),
    onWarning: (warning: SpikeLoomError) => void warnings.push(warning.message),
  });
  // The network has no errors at this point.
  stream.follow(await simulator.recorders(network));
  const running = { sim, stream, network, takeWarnings: () => warnings.splice(0) };
  served.loaded.begin(running);
  return prepared(running);
}

/** Continue with the network that was loaded last. */
export async function revise(
  { progress }: Revise,
  served: ServedSession,
  watch: Watch,
): Promise<Answer> {
  const network = served.loaded.network("revise");
  const running = served.loaded.running("revise");
  const { sim, stream } = running;
  const { recorders } = await served.programs.simulator();
  try {
    await sim.revise(network, followed(progress, watch));
  } catch (fault) {
    // Nothing changes.
    served.loaded.load(running.network);
    throw fault;
  }
  running.network = network;
  stream.follow(await recorders(network));
  return prepared(running);
}

/** Move to a checkpoint, backwards or forwards. */
export async function restore(
  { checkpoint }: Restore,
  { loaded, arrays }: ServedSession,
  { signal }: Watch,
): Promise<Answer> {
  const running = loaded.running("restore");
  const { sim, stream } = running;
  await sim.restore(arrays.octets(checkpoint, "restore.checkpoint"), { signal });
  stream.drop();
  return prepared(running);
}

function followed(progress: boolean, watch: Watch) {
  const onPrepare = progress
    ? (value: { phase: string; synapses: number; expected: number }): void =>
        watch.progress({ case: "preparing", value })
    : undefined;
  return { signal: watch.signal, onPrepare };
}

function prepared({ sim: { dt, time, step }, takeWarnings }: Running): Answer {
  return { case: "prepared", value: { dt, time, step, warnings: takeWarnings() } };
}
