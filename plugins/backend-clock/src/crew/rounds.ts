import type { Profile } from "../recording/profile.ts";
import type { Send, ShardSteps } from "../shard-steps.ts";
import type { Pace } from "./pace.ts";
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
  /** How far all workers have come; undefined where there is one. */
  readonly pace: Pick<Pace, "come" | "wait"> | undefined;
  readonly profile: Profile | undefined;
}

/**
 * Several shards, which hear of each other's spikes an interval later.
 *
 * A worker may be an interval ahead of another, so that one that is held up for a moment does not hold
 * up the others.
 */
export function meetingRounds(meeting: Meeting): Rounds {
  const { shards, board, pace } = meeting;
  const { interval } = board;
  const send = sender(meeting);
  const hearOf = receiver(meeting);
  const meet = (): void => pace?.wait(0);
  return {
    run(from, until) {
      if (from === until) for (const shard of shards) shard.settleSynapses(from);
      let heard = from;
      for (let step = from; step < until; step++) {
        send(step);
        pace?.come();
        if (step - heard < interval - 1) continue;
        hearOf(heard++);
        // Spikes act within their step only where an interval is one step long.
        if (interval === 1) for (const shard of shards) shard.after(step);
      }
      meet();
      while (heard < until) hearOf(heard++);
      for (const shard of shards) shard.settle();
      // What was sampled in the last step is written only now.
      pace?.come();
      meet();
    },
  };
}

/** Whether shards read neurons of each other in each step. */
function areCoupled({ shards }: Meeting): boolean {
  return shards.some(({ publish }) => publish !== undefined);
}

/** Make what runs a step up to its spikes and leaves these on the board. */
function sender(meeting: Meeting): (step: number) => void {
  const { shards, board, numbers, pace } = meeting;
  const boxes = numbers.map((number) => outbox(board, number));
  const isCoupled = areCoupled(meeting);
  return (step) => {
    // Where couplings read neurons of other shards, all meet in each step before it begins.
    if (isCoupled) {
      for (const shard of shards) shard.publish?.(step);
      pace?.come();
      pace?.wait(0);
    }
    for (let k = 0; k < shards.length; k++) {
      const box = boxes[k] as Outbox;
      box.open(step);
      (shards[k] as ShardSteps).before(step, box.put);
    }
  };
}

/** Make what brings the spikes of a step, an interval later, to where delivery finds them. */
function receiver(meeting: Meeting): (step: number) => void {
  const { shards, board, hear, pace, profile } = meeting;
  const readBoard = boardReader(board);
  const behind = (areCoupled(meeting) ? 2 : 1) * (board.interval - 1);
  const take: Hear = (step, population, neurons) => {
    for (const shard of shards) shard.receive(step, population, neurons);
    hear(step, population, neurons);
  };
  const exchange = (step: number): void => {
    pace?.wait(behind);
    for (const shard of shards) shard.clear(step);
    readBoard(step, take);
  };
  const what = { phase: "exchange", population: "", count: 0 } as const;
  const exchanged = profile?.timed(what, exchange) ?? exchange;
  return (step) => {
    exchanged(step);
    for (const shard of shards) shard.launch(step);
  };
}
