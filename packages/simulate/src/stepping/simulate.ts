import type { NetworkRecord, Simulation } from "@spikeloom/kernel";
import { advanceAll } from "../advance.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { readCheckpoint, saveCheckpoint } from "../checkpoint/file.ts";
import { networkFingerprint } from "../checkpoint/fingerprint.ts";
import { takeCheckpoint } from "../checkpoint/take-checkpoint.ts";
import { STEPPING_TURN } from "../errors.ts";
import { makeResult } from "../make-result.ts";
import { planNetwork } from "../plan-run.ts";
import { timeOfStep } from "../run-length.ts";
import { stopwatch } from "../stopwatch.ts";
import { connections } from "./connections.ts";
import { withSpikes } from "./fresh-spikes.ts";
import { knownNames } from "./known-names.ts";
import { neurons } from "./neurons.ts";
import { type Session, type Setting, type SimulateOptions, startSession } from "./session.ts";
import type { Simulated } from "./simulated.ts";
import { wholeSteps } from "./whole-steps.ts";

/** Long enough to be worth a pause for timers and signals. */
const longAdvance = 1024;

/**
 * Make a network ready to be run step by step from code.
 *
 * Everything is checked first, all faults at once. Spikes of every population are recorded.
 */
export async function simulate(
  network: NetworkRecord,
  options: SimulateOptions,
): Promise<Simulated> {
  const plan = planNetwork(withSpikes(network), options);
  const { from } = options;
  const checkpoint = from instanceof Uint8Array ? await readCheckpoint(from) : from;
  return await open({ plan, options }, checkpoint);
}

async function open(setting: Setting, from: Checkpoint | undefined): Promise<Simulated> {
  const { plan, options } = setting;
  const { dt, network } = plan;
  const { backend } = options;
  const names = knownNames(network, options.stack);
  let session = await startSession(setting, from);
  let isClosed = false;
  let isBusy = false;
  const turn = (place: string): Simulation => {
    if (isClosed || isBusy) throw STEPPING_TURN({ place, closed: isClosed });
    return session.simulation;
  };
  const alone = async <T>(place: string, act: (of: Session) => Promise<T>): Promise<T> => {
    turn(place);
    isBusy = true;
    try {
      return await act(session);
    } finally {
      isBusy = false;
    }
  };
  const end = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await session.simulation.close();
  };
  const between = { turn, names, backend: backend.name, dt };
  const take = (of: Session): Promise<Checkpoint> =>
    takeCheckpoint(of.simulation, {
      fingerprint: networkFingerprint(network),
      ...{ seconds: of.seconds, every: 0, rows: of.rows.rows(), sent: of.shots.sent() },
      backend: backend.name,
    });
  return {
    network,
    dt,
    get step() {
      return session.simulation.step;
    },
    get time() {
      return timeOfStep(session.simulation.step, dt);
    },
    advance: (duration, { signal, onProgress } = {}) =>
      alone("advance", async (of) => {
        const { simulation, shots } = of;
        const count = wholeSteps(duration, dt);
        const first = simulation.step;
        const elapsed = stopwatch();
        try {
          await advanceAll(simulation, {
            steps: first + count,
            inChunks: count > longAdvance && backend.provides.includes("chunked-run"),
            nextStop: shots.next,
            onChunk: shots.take,
            ...{ signal, onProgress },
          });
        } catch (fault) {
          await end();
          throw fault;
        }
        of.seconds += elapsed() / 1000;
      }),
    spikes(population) {
      turn("spikes");
      names.population(population, "spikes");
      return session.fresh.take(population);
    },
    ...neurons(between),
    ...connections(between),
    save: () => alone("save", async (of) => await saveCheckpoint(await take(of))),
    restore: (given) =>
      alone("restore", async ({ simulation }) => {
        const checkpoint = given instanceof Uint8Array ? await readCheckpoint(given) : given;
        // The old one stays where the new one cannot be made.
        session = await startSession(setting, checkpoint);
        await simulation.close();
      }),
    fork: () => alone("fork", async (of) => await open(setting, await take(of))),
    result() {
      const simulation = turn("result");
      const { memory, prepare, seconds } = session;
      return makeResult(plan, simulation, {
        kept: options.keep === false ? undefined : memory,
        asked: timeOfStep(simulation.step, dt),
        interrupted: false,
        timing: { prepare, simulate: seconds },
        backend,
      });
    },
    close: end,
  };
}
