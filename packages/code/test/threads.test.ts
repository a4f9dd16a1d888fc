import { expect, it } from "vitest";
import { startThread } from "../src/threads/threads.ts";

it("limits the space for new objects of a thread, so that its modules do not double it", async () => {
  const thread = startThread({
    from: new URL("./limited-thread.ts", import.meta.url).href,
    module: "./limited-thread",
    inBrowser: () => {
      throw new Error("not in a browser");
    },
  });
  const mebibytes = await new Promise((resolve, reject) => {
    thread.onMessage(resolve);
    thread.onEnd((reason) => reject(new Error(reason)));
    thread.hold();
  });
  thread.stop();
  // V8's own limit on 64 bits is 48 MiB or more.
  expect(mebibytes).toBe(24);
});
