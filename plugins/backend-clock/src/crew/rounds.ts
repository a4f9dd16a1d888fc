import type { Profile } from "../recording/profile.ts";
import type { Send, ShardSteps } from "../shard-steps.ts";
import { boardReader, type Outbox, outbox, type SpikeBoard } from "./spike-board.ts";

/** Runs the shards of one worker. */
export interface Rounds {
  /**
   * Run the steps from `from` to before `until`.
   *
   * Where both are the same, bring what is kept for each synapse up to that step.
   */
  run(from: number, until: number): void;
}

/** Takes the spikes of a step and population, of all shards. */
export type Hear = (step: number, population: number, neurons: Uint32Array) => void;

/** What rounds are made with. */
export interface RoundOptions {
  readonly shards: readonly ShardSteps[];
  /** Told of all spikes, in order of step and population. */
  readonly hear: Hear;
}

/** One shard alone: what it sends is what there is. */
export function aloneRounds(steps: ShardSteps, hear: Hear): Rounds {
  let now = 0;
  const send: Send = (population, neurons) => {
    steps.receive(now, population, neurons);
    hear(now, population, neurons);
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

/** What shards meet with. */
export interface Meeting extends RoundOptions {
  readonly board: SpikeBoard;
  /** Numbers of the shards on the board. */
  readonly numbers: readonly number[];
  /** Wait for the shards of other workers. */
  wait(): void;
  readonly profile: Profile | undefined;
}

/** Several shards: each runs an interval, then all hear what all have sent in it. */
export function meetingRounds(meeting: Meeting): Rounds {
  const { shards, board, numbers, hear } = meeting;
  const boxes = numbers.map((number) => outbox(board, number));
  const readBoard = boardReader(board);
  let round = 0;
  let lag = 0;
  const puts = boxes.map(
    (box): Send =>
      (population, neurons) =>
        box.put(lag, population, neurons),
  );
  const send = (from: number, steps: number): void => {
    for (let k = 0; k < shards.length; k++) {
      const shard = shards[k] as ShardSteps;
      (boxes[k] as Outbox).open(round);
      for (lag = 0; lag < steps; lag++) shard.before(from + lag, puts[k] as Send);
    }
  };
  /** Where couplings read neurons of other shards, all meet in each step before it begins. */
  const sendCoupled = (from: number, steps: number): void => {
    for (const box of boxes) box.open(round);
    for (lag = 0; lag < steps; lag++) {
      for (const shard of shards) shard.publish?.(from + lag);
      meeting.wait();
      for (let k = 0; k < shards.length; k++) {
        (shards[k] as ShardSteps).before(from + lag, puts[k] as Send);
      }
    }
  };
  const isCoupled = shards.some(({ publish }) => publish !== undefined);
  const sendAll = isCoupled ? sendCoupled : send;
  let first = 0;
  const take: Hear = (late, population, neurons) => {
    for (const shard of shards) shard.receive(first + late, population, neurons);
    hear(first + late, population, neurons);
  };
  const receive = (from: number, steps: number): void => {
    first = from;
    for (const shard of shards) for (let k = 0; k < steps; k++) shard.clear(from + k);
    readBoard({ number: round, steps }, take);
  };
  let steps = 0;
  const exchange = (from: number): void => {
    meeting.wait();
    receive(from, steps);
  };
  const what = { phase: "exchange", population: "", count: 0 } as const;
  const exchanged = meeting.profile?.timed(what, exchange) ?? exchange;
  return {
    run(from, until) {
      if (from === until) for (const shard of shards) shard.settleSynapses(from);
      for (let step = from; step < until; step += steps) {
        steps = Math.min(board.interval, until - step);
        sendAll(step, steps);
        exchanged(step);
        for (const shard of shards) {
          for (let lag = 0; lag < steps; lag++) shard.launch(step + lag);
          // Spikes act within their step only where an interval is one step long.
          if (steps === 1) shard.after(step);
        }
        round++;
      }
      for (const shard of shards) shard.settle();
      // What was sampled in the last step is written only now.
      meeting.wait();
    },
  };
}
