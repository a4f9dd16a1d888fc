// maths: the time decides only how often a preparation reports its progress.
import { startedBy } from "@spikeloom/code";
import {
  createStack,
  type PreparationProgress,
  type RecordingSink,
  type Simulation,
  type SimulationJob,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { type NetworkProgram, programFrom } from "@spikeloom/program";
import type { Call, FromCopy, PostedCopy, ToCopy } from "./copy-messages.ts";
import { loadConnectors } from "./foreign-connectors.ts";
import { postedFault } from "./posted-fault.ts";

/** Minimum wall time in ms between two reports of a preparation. */
const reportTime = 20;

/** Work of a backend's thread. */
export interface AnswerOptions {
  /** Prepare a copy, with the settings that `threadBatch` received. */
  prepare(program: NetworkProgram, job: SimulationJob, settings: unknown): Promise<Simulation>;
}

/**
 * Run the copies of a batch in this thread, one after another.
 *
 * It prepares each copy that it receives, and answers the calls of its simulation.
 */
export function answerCopies({ prepare }: AnswerOptions): void {
  const owner = startedBy();
  const post = (message: FromCopy): void => owner.post(message);
  let simulation: Simulation | undefined;
  let last: Promise<void> = Promise.resolve();
  let reported = 0;
  const turn = (progress: PreparationProgress): void => {
    const now = performance.now();
    if (now - reported < reportTime) return;
    reported = now;
    post({ kind: "turn", progress });
  };
  const prepareCopy = async (copy: PostedCopy): Promise<void> => {
    const { foreign, options, profile, state, settings } = copy;
    const stack = createStack({ plugins: [...connectors, ...(await loadConnectors(foreign))] });
    const program = programFrom(copy.program);
    const watch = { turn, ended: never };
    const job = { stack, options, sink: postingSink(post), profile, watch };
    const whole = { ...job, ...(state !== undefined && { state }) };
    simulation = await prepare(program, whole, settings);
    const { step, dt, summary } = simulation;
    const has: object = simulation;
    const calls = Object.keys(simulation).filter(
      (name) => typeof Reflect.get(has, name) === "function",
    ) as Call[];
    post({ kind: "prepared", step, dt, summary, calls });
  };
  const answer = async (call: Call, given: readonly unknown[]): Promise<void> => {
    if (simulation === undefined) throw new Error("A copy is called before it is prepared.");
    const asked = simulation[call] as (...given: readonly unknown[]) => unknown;
    const value = await asked.apply(simulation, given as unknown[]);
    const { step } = simulation;
    if (call === "close") simulation = undefined;
    post({ kind: "answer", step, value });
  };
  owner.onMessage((message: ToCopy) => {
    last = last.then(async () => {
      try {
        if (message.kind === "prepare") await prepareCopy(message.copy);
        else await answer(message.call, message.given);
      } catch (error) {
        post({ kind: "fault", fault: postedFault(error) });
      }
    });
  });
  post({ kind: "started" });
}

const never = new Promise<never>(() => undefined);

/** Create a sink that sends its chunks, which arrive before the answer of the advance that recorded them. */
function postingSink(post: (message: FromCopy) => void): Required<RecordingSink> {
  const pass = (of: keyof RecordingSink) => (chunk: object) =>
    post({ kind: "chunk", of, chunk: chunk as never });
  return {
    spikes: pass("spikes"),
    samples: pass("samples"),
    synapses: pass("synapses"),
    snapshot: pass("snapshot"),
  };
}
