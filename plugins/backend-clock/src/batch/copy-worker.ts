// maths: the time decides only how often a preparation reports its progress.
import { startedBy } from "@spikeloom/code";
import {
  createStack,
  type PreparationProgress,
  type RecordingSink,
  type Simulation,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { programFrom } from "@spikeloom/program";
import { clockJob } from "../clock-job.ts";
import { postedFault } from "../crew/crew-messages.ts";
import { loadConnectors } from "../crew/foreign-connectors.ts";
import { prepare } from "../prepare.ts";
import type { Call, FromCopy, PostedCopy, ToCopy } from "./batch-messages.ts";

// Runs in its own thread: prepares one copy of a batch after another, and answers the calls of its simulation.

/** Minimum wall time in ms between two reports of a preparation. */
const reportTime = 20;

const owner = startedBy();
const post = (message: FromCopy): void => owner.post(message);
let simulation: Simulation | undefined;
let last: Promise<void> = Promise.resolve();

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

async function prepareCopy({
  foreign,
  options,
  target,
  profile,
  state,
  ...copy
}: PostedCopy): Promise<void> {
  const stack = createStack({ plugins: [...connectors, ...(await loadConnectors(foreign))] });
  const program = programFrom(copy.program);
  const job = { stack, options, sink: postingSink(), profile, watch: { turn, ended: never } };
  const started = clockJob(program, { ...job, ...(state !== undefined && { state }) });
  simulation = await prepare(started, { program, target });
  const { step, dt, summary } = simulation;
  const has: object = simulation;
  const calls = Object.keys(simulation).filter(
    (name) => typeof Reflect.get(has, name) === "function",
  ) as Call[];
  post({ kind: "prepared", step, dt, summary, calls });
}

const never = new Promise<never>(() => undefined);
let reported = 0;

function turn(progress: PreparationProgress): void {
  const now = performance.now();
  if (now - reported < reportTime) return;
  reported = now;
  post({ kind: "turn", progress });
}

async function answer(call: Call, given: readonly unknown[]): Promise<void> {
  if (simulation === undefined) throw new Error("A copy is called before it is prepared.");
  const asked = simulation[call] as (...given: readonly unknown[]) => unknown;
  const value = await asked.apply(simulation, given as unknown[]);
  const { step } = simulation;
  if (call === "close") simulation = undefined;
  post({ kind: "answer", step, value });
}

/** Create a sink that sends its chunks, which arrive before the answer of the advance that recorded them. */
function postingSink(): Required<RecordingSink> {
  const pass = (of: keyof RecordingSink) => (chunk: object) =>
    post({ kind: "chunk", of, chunk: chunk as never });
  return {
    spikes: pass("spikes"),
    samples: pass("samples"),
    synapses: pass("synapses"),
    snapshot: pass("snapshot"),
  };
}
