import type { Thread } from "@spikeloom/code";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FromCopy } from "../../src/threads/copy-messages.ts";
import { copyPlaces } from "../../src/threads/copy-places.ts";

let spent = 0;
/** Let this process compute for some ms. */
async function compute(ms: number): Promise<void> {
  spent += ms;
  await vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(process, "cpuUsage").mockImplementation(() => ({ user: 1000 * spent, system: 0 }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Threads that start and end when a test says so. */
function startable() {
  const started: { send(message: FromCopy): void; end(reason: string): void }[] = [];
  let stopped = 0;
  const start = (): Thread => {
    let hear: (message: FromCopy) => void = () => undefined;
    let hearEnd: (reason: string) => void = () => undefined;
    started.push({ send: (message) => hear(message), end: (reason) => hearEnd(reason) });
    return {
      post: () => undefined,
      onMessage(own) {
        hear = own as typeof hear;
      },
      onEnd(own) {
        hearEnd = own;
      },
      letEnd: () => undefined,
      hold: () => undefined,
      stop: () => void stopped++,
    };
  };
  return { start, started, stopped: () => stopped };
}

const asked = { copies: 8, atOnce: 2, seconds: 0.001 };

/** Whether a promise has resolved. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

describe("places of copies", () => {
  it("do not move on a busy machine, where a short batch takes long", async () => {
    const threads = startable();
    const places = copyPlaces({ ...asked, start: threads.start });
    expect(await places.take()).toBe("here");
    spent += 20;
    await vi.advanceTimersByTimeAsync(5000);
    places.leave("here");
    expect(await places.take()).toBe("here");
    expect(threads.started).toHaveLength(0);
  });

  it("are in this thread, one after another, while the batch is short", async () => {
    const threads = startable();
    const places = copyPlaces({ ...asked, start: threads.start });
    for (let copy = 0; copy < 8; copy++) {
      expect(await places.take()).toBe("here");
      const second = places.take();
      expect(await isDone(second)).toBe(false);
      places.leave("here");
      places.leave(await second);
    }
    expect(threads.started).toHaveLength(0);
  });

  it("are in threads from the start if copies are expected to take long", async () => {
    const threads = startable();
    const places = copyPlaces({ ...asked, seconds: 10, start: threads.start });
    expect(threads.started).toHaveLength(2);
    const first = places.take();
    expect(await isDone(first)).toBe(false);
    threads.started[1]?.send({ kind: "started" });
    expect(await first).not.toBe("here");
    places.close();
    expect(threads.stopped()).toBe(2);
  });

  it("move to threads once the batch turns out to be long, as soon as one has started", async () => {
    const threads = startable();
    const places = copyPlaces({ ...asked, start: threads.start });
    expect(await places.take()).toBe("here");
    await compute(1500);
    expect(threads.started).toHaveLength(2);
    places.leave("here");
    expect(await places.take()).toBe("here");
    threads.started[0]?.send({ kind: "started" });
    places.leave("here");
    const next = await places.take();
    expect(next).not.toBe("here");
    expect(await isDone(places.take())).toBe(false);
  });

  it("stay here if what is left is short", async () => {
    const threads = startable();
    const places = copyPlaces({ ...asked, start: threads.start });
    for (let copy = 0; copy < 7; copy++) {
      expect(await places.take()).toBe("here");
      await compute(140);
      places.leave("here");
    }
    await compute(140);
    expect(await places.take()).toBe("here");
    expect(threads.started).toHaveLength(0);
  });

  it("pass on the loss of a thread that could not start", async () => {
    const threads = startable();
    const places = copyPlaces({ ...asked, seconds: 10, start: threads.start });
    const first = places.take();
    threads.started[0]?.end("no memory");
    const talk = await first;
    if (talk === "here") throw new Error("Long copies do not run here.");
    const call = { kind: "call", call: "close", given: [] } as const;
    await expect(talk.ask(call)).rejects.toMatchObject({ code: "SL_WORKER_LOST" });
    places.drop(talk);
    expect(threads.stopped()).toBe(1);
  });
});
