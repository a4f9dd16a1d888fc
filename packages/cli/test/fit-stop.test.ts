import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { workplace } from "./spikeloom.ts";

const place = workplace();
afterAll(() => place.remove());

const cuba = fileURLToPath(new URL("../../../tools/bench/networks/cuba.json", import.meta.url));
copyFileSync(cuba, place.path("cuba.json"));

/** Mapping this takes longer than the 1.5 s after which progress is shown. */
const larger = ["--set", "populations.neurons.size=12000"];

describe("spikeloom fit", () => {
  it("shows the chip that it maps onto, and ends at a signal at once", async () => {
    const { child, done } = place.start(
      "fit",
      "cuba.json",
      "--for",
      "1 ms",
      "--no-plots",
      ...larger,
    );
    let printed = "";
    let asked = 0;
    child.stderr?.on("data", (text) => {
      printed += String(text);
      if (asked > 0 || !printed.includes("mapping onto")) return;
      asked = performance.now();
      child.kill("SIGTERM");
    });
    await done;
    expect(printed).toMatch(/^mapping onto loihi-1, 1 of 5 chips/m);
    expect(child.signalCode).toBe("SIGTERM");
    expect(performance.now() - asked).toBeLessThan(500);
  }, 120_000);
});
