import type { Profile } from "../recording/profile.ts";
import type { Send, ShardSteps } from "../shard-steps.ts";
import type { Progress } from "./progress.ts";
import { exchangeReader, type Outbox, outbox, type SpikeExchange } from "./spike-exchange.ts";

/** Runs the shards of one worker. */
export interface Rounds {
  /**
   * Run the steps from `from` up to, but excluding, `until`.
   *
   * If both are equal, update the stored state of each synapse up to that step.
   */
  run(from: number, until: number): void;
}

/** Receives the spikes of a step and population, of all shards. */
export type ReceiveSpikes = (step: number, population: number, neurons: Uint32Array) => void;

/** Inputs for creating rounds. */
export interface RoundOptions {
  readonly shards: readonly ShardSteps[];
  /** Receives all spikes, in order of step and population. */
  readonly receive: ReceiveSpikes;
}

/** Run a single shard, whose own spikes are all spikes. */
export function aloneRounds(steps: ShardSteps, receive: ReceiveSpikes): Rounds {
  let now = 0;
  const send: Send = (population, neurons) => {
    steps.receive(now, population, neurons);
    receive(now, population, neurons);
  };
  return {
    run(from, until) {
      if (from === until) steps.settleSynapses(from);
      for (let step = from; step < until; step++) {
        now = step;
        steps.clear(step);
        steps.before(step, send);
        steps.launch(step);
        steps.after(step);
      }
      steps.settle();
    },
  };
}

/** Means by which shards communicate. */
export interface Meeting extends RoundOptions {
  readonly exchange: SpikeExchange;
  /** Indices of the shards in the spike exchange. */
  readonly numbers: readonly number[];
  /** Progress counters of all workers; undefined if there is only one. */
  readonly progress: Pick<Progress, "arrive" | "wait"> | undefined;
  readonly profile: Profile | undefined;
}

/**
 * Run several shards, which receive each other's spikes one interval later.
 *
 * A worker may be one interval ahead of another, so that a worker that is briefly delayed does not delay the others.
 */
export function meetingRounds(meeting: Meeting): Rounds {
  const { shards, exchange, progress } = meeting;
  const { interval } = exchange;
  const send = sender(meeting);
  const receive = receiver(meeting);
  const meet = (): void => progress?.wait(0);
  return {
    run(from, until) {
      if (from === until) for (const shard of shards) shard.settleSynapses(from);
      let received = from;
      for (let step = from; step < until; step++) {
        send(step);
        progress?.arrive();
        if (step - received < interval - 1) continue;
        receive(received++);
        // Spikes act within their step only if an interval is one step long.
        if (interval === 1) for (const shard of shards) shard.after(step);
      }
      meet();
      while (received < until) receive(received++);
      for (const shard of shards) shard.settle();
      // Samples of the last step are written only now.
      progress?.arrive();
      meet();
    },
  };
}

/** Whether shards read neurons of each other in each step. */
function areCoupled({ shards }: Meeting): boolean {
  return shards.some(({ publish }) => publish !== undefined);
}

/** Create a function that runs a step up to its spikes and writes these to the exchange. */
function sender(meeting: Meeting): (step: number) => void {
  const { shards, exchange, numbers, progress } = meeting;
  const boxes = numbers.map((number) => outbox(exchange, number));
  const isCoupled = areCoupled(meeting);
  return (step) => {
    // If couplings read neurons of other shards, all workers synchronise before each step.
    if (isCoupled) {
      for (const shard of shards) shard.publish?.(step);
      progress?.arrive();
      progress?.wait(0);
    }
    for (let k = 0; k < shards.length; k++) {
      const box = boxes[k] as Outbox;
      box.open(step);
      (shards[k] as ShardSteps).before(step, box.put);
    }
  };
}

/** Create a function that moves the spikes of a step, one interval later, to where delivery reads them. */
function receiver(meeting: Meeting): (step: number) => void {
  const { shards, exchange, progress, profile } = meeting;
  const readExchange = exchangeReader(exchange);
  const behind = (areCoupled(meeting) ? 2 : 1) * (exchange.interval - 1);
  const take: ReceiveSpikes = (step, population, neurons) => {
    for (const shard of shards) shard.receive(step, population, neurons);
    meeting.receive(step, population, neurons);
  };
  const receiveStep = (step: number): void => {
    progress?.wait(behind);
    for (const shard of shards) shard.clear(step);
    readExchange(step, take);
  };
  const what = { phase: "exchange", population: "", count: 0 } as const;
  const timed = profile?.timed(what, receiveStep) ?? receiveStep;
  return (step) => {
    timed(step);
    for (const shard of shards) shard.launch(step);
  };
}
