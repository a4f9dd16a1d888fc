// maths: spent time decides when threads are started; no result depends on it.
import type { Thread } from "@spikeloom/code";
import { WORKER_LOST } from "../errors.ts";
import type { FromCopy, ToCopy } from "./copy-messages.ts";
import { faultOf } from "./posted-fault.ts";

/** Receives what a thread sends in addition to its replies. */
export interface Receiver {
  chunk(message: Extract<FromCopy, { kind: "chunk" }>): void;
  turn(message: Extract<FromCopy, { kind: "turn" }>): void;
}

type Reply = Extract<FromCopy, { kind: "prepared" | "answer" }>;

/** Conversation with a thread: replies come in the order of the messages. */
export interface Talk {
  readonly thread: Thread;
  receiver: Receiver | undefined;
  ask(message: ToCopy): Promise<Reply>;
}

function talkTo(thread: Thread, onStarted: () => void): Talk {
  const waiting: {
    readonly resolve: (reply: Reply) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  let lost: Error | undefined;
  const next = (): (typeof waiting)[number] | undefined => {
    const first = waiting.shift();
    // A program may end while its threads have nothing to do.
    if (waiting.length === 0) thread.letEnd();
    return first;
  };
  const talk: Talk = {
    thread,
    receiver: undefined,
    ask: (message) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) return reject(lost);
        if (waiting.length === 0) thread.hold();
        waiting.push({ resolve, reject });
        thread.post(message);
      }),
  };
  // Copies may wait for it to start.
  thread.hold();
  thread.onMessage((message: FromCopy) => {
    if (message.kind === "started") {
      if (waiting.length === 0) thread.letEnd();
      onStarted();
    } else if (message.kind === "chunk") talk.receiver?.chunk(message);
    else if (message.kind === "turn") talk.receiver?.turn(message);
    else if (message.kind === "fault") next()?.reject(faultOf(message.fault));
    else next()?.resolve(message);
  });
  thread.onEnd((reason) => {
    lost = WORKER_LOST({ reason });
    while (waiting.length > 0) next()?.reject(lost);
    // A copy that waits for the thread fails with this error.
    onStarted();
  });
  return talk;
}

/** Place of a copy: a thread, or the thread that asks. */
export type Place = Talk | "here";

/** Places of the copies of a batch. */
export interface CopyPlaces {
  /** Wait for a free place. */
  take(): Promise<Place>;
  /** Return a place for another copy. */
  leave(place: Place): void;
  /** End the thread of a copy that has failed. */
  drop(place: Place): void;
  close(): void;
}

/** Criteria for assigning copies to threads. */
export interface PlacesOptions {
  readonly copies: number;
  /** Most copies at once. */
  readonly atOnce: number;
  /** Estimated time of a copy in seconds. */
  readonly seconds: number | undefined;
  readonly start: () => Thread;
}

/**
 * Time in ms after which threads pay.
 *
 * A thread takes 0.3 s to load this package's code and some 0.5 s more than a thread that has run before until the code is
 * optimised (Node 26, 2 GHz). A batch that takes less time altogether is faster without threads.
 */
const threadTime = 1000;

/** CPU time of the process in ms, as threads do not help on a busy machine; wall time in a browser. */
function spentTime(): number {
  if (typeof process === "undefined" || process.cpuUsage === undefined) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Longest copy, in seconds, that runs in the thread that asks.
 *
 * While it runs, the other copies wait at the end of each of their chunks.
 */
const longestHere = 0.25;

/**
 * Create places that begin in this thread.
 *
 * Threads are started as soon as they pay: at once if the copies are estimated to take long, otherwise if they turn out to.
 * Once a thread has started, copies run in threads only.
 */
export function copyPlaces({ copies, atOnce, seconds = 0, start }: PlacesOptions): CopyPlaces {
  const idle: Place[] = [];
  const threads = new Set<Talk>();
  const waiting: ((place: Place) => void)[] = [];
  const first = spentTime();
  let [done, isOpen] = [0, true];
  // Whether threads have been started, and whether one of them has loaded its code.
  let [startsThreads, hasThreads] = [false, false];
  const leave = (place: Place): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(place);
    else next(place);
  };
  const startThread = (): void => {
    let isNew = true;
    const talk: Talk = talkTo(start(), () => {
      if (!isNew) return;
      isNew = false;
      hasThreads = true;
      if (isOpen) leave(talk);
    });
    threads.add(talk);
  };
  const startThreads = (): void => {
    clearInterval(timer);
    startsThreads = true;
    const number = Math.min(atOnce, copies - done);
    while (threads.size < number) startThread();
  };
  const consider = (): void => {
    const spent = spentTime() - first;
    if (startsThreads || !isOpen || atOnce === 1 || spent < threadTime) return;
    const left = done === 0 ? Number.POSITIVE_INFINITY : (spent / done) * (copies - done);
    if (left > threadTime) startThreads();
  };
  const timer = setInterval(consider, threadTime);
  (timer as { unref?: () => void }).unref?.();
  const pays = atOnce > 1 && 1000 * seconds * copies > 3 * threadTime;
  if (pays) startThreads();
  if (!pays || seconds <= longestHere) idle.push("here");
  return {
    async take() {
      consider();
      const free = idle.shift();
      if (free === "here" && hasThreads) return await this.take();
      if (free !== undefined) return free;
      // In place of one that was ended.
      if (startsThreads && threads.size <= waiting.length && threads.size < atOnce) startThread();
      return await new Promise((resolve) => waiting.push(resolve));
    },
    leave(place) {
      done++;
      if (place === "here" && hasThreads) return;
      leave(place);
    },
    drop(place) {
      done++;
      if (place === "here") return leave(place);
      if (!threads.delete(place)) return;
      place.thread.stop();
      if (isOpen && waiting.length > 0) startThread();
    },
    close() {
      isOpen = false;
      clearInterval(timer);
      for (const { thread } of threads) thread.stop();
      threads.clear();
    },
  };
}
