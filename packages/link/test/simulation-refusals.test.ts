import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeOf } from "./client.ts";
import { advance, bytesOf, load, prepare, prepared, said, whole } from "./learning-network.ts";
import { greeted, simulation, simulator } from "./simulated.ts";

describe("impossible requests are refused", () => {
  it.each([
    [{ case: "prepare", value: {} }, "SL_LINK_ORDER", "simulation.prepare"],
    [{ case: "load", value: {} }, "SL_LINK_VALUE", "load.network"],
    [{ case: "readSummary", value: {} }, "SL_LINK_ORDER", "simulation.read_summary"],
    [{ ...load, value: { ...load.value, arrays: {} } }, "SL_LINK_VALUE", "populations.E"],
  ] as const)("before a network is prepared (case %#)", async (call, code, place) => {
    const one = await greeted();
    const { value } = (await one.ask(call as never)) as { value: { code: string; place: string } };
    expect([value.code, value.place.slice(0, place.length)]).toEqual([code, place]);
  });

  it.each([
    [{ case: "readState", value: { population: "F", variable: "v" } }, "SL_STEPPING_NAME"],
    [{ case: "readState", value: { population: "E", variable: "w" } }, "SL_STEPPING_NAME"],
    [{ case: "readSpikes", value: { population: "F" } }, "SL_STEPPING_NAME"],
    [{ case: "stream", value: { spikes: ["F"], ahead: 1 } }, "SL_STEPPING_NAME"],
    [{ case: "setState", value: { population: "E", variable: "v" } }, "SL_LINK_VALUE"],
    [{ case: "trigger", value: { projection: "learning", event: "pun" } }, "SL_STEPPING_NAME"],
    [{ case: "advance", value: {} }, "SL_LINK_VALUE"],
    [advance(0.5), "SL_LINK_VALUE"],
    [advance(-1), "SL_LINK_VALUE"],
    [
      { case: "advance", value: { by: { case: "duration", value: "0.05 ms" } } },
      "SL_STEPPING_VALUE",
    ],
    [{ case: "restore", value: {} }, "SL_CHECKPOINT_FORMAT"],
    [
      { case: "sendSpikes", value: { population: "inputs", neurons: bytesOf(Uint32Array.of(4)) } },
      "SL_STEPPING_VALUE",
    ],
    [{ case: "prepare", value: { options: { seed: 2n ** 60n } } }, "SL_LINK_VALUE"],
    [{ case: "prepare", value: { options: { precision: "f16" } } }, "SL_LINK_VALUE"],
  ] as const)("afterwards, and the simulation continues (case %#)", async (call, code) => {
    const one = await prepared();
    expect(codeOf(await one.ask(call as never))).toBe(code);
    expect(said(await one.ask(advance(1)), "reached").time).toBe(0.1);
  });

  it("values of a wrong size", async () => {
    const one = await prepared();
    const numbers = { values: bytesOf(Float64Array.of(1, 2)), unit: "mV" };
    const value = { value: { case: "numbers", value: numbers } } as const;
    const result = await one.ask({
      case: "setState",
      value: { population: "E", variable: "v", value },
    });
    expect(result).toMatchObject({ value: { place: "setState", expected: "12 entries" } });
  });

  it("all faults of a network at once, by code and place", async () => {
    const one = await greeted();
    const populations = { a: { model: "lif", size: 2 }, b: { model: "lif-curr-exp", size: -1 } };
    const value = JSON.stringify({ format: "spikeloom-network", version: 1, populations });
    const json = { case: "json", value } as const;
    await one.ask({ case: "load", value: { network: json } });
    const { errors } = said(await one.ask({ case: "check", value: {} }), "checked");
    expect(errors.map(({ code, place }) => [code, place])).toEqual([
      ["SL_UNKNOWN_PLUGIN", "populations.a.model"],
      ["SL_SIZE", "populations.b.size"],
    ]);
  });

  it("a preparation that was interrupted", async () => {
    const one = await greeted();
    await one.ask(load);
    one.send(simulation(prepare));
    one.send({ case: "interrupt", value: {} });
    expect(codeOf(await one.next())).toBe("SL_RUN_STOPPED");
    expect((await one.next()).case).toBe("done");
    expect(codeOf(await one.ask(prepare))).toBe("prepared");
  });

  it("a network outside the folder, even through a link", async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "spikeloom-link-networks-")));
    const folder = join(root, "mine");
    mkdirSync(folder);
    for (const name of ["other.json", "mine/net.json"]) writeFileSync(join(root, name), "{}");
    symlinkSync(join(root, "other.json"), join(folder, "link.json"));
    const files = new Map([[join(folder, "net.json"), whole]]);
    const ask = async (path: string, networks?: string) => {
      const one = await greeted(networks, simulator(files));
      const value = { network: { case: "path", value: path } } as const;
      return codeOf(await one.ask({ case: "load", value }));
    };
    expect(await ask(join(folder, "net.json"), folder)).toBe("loaded");
    for (const path of ["../other.json", "link.json", "../mine", "net.json/../../other.json"]) {
      expect([path, await ask(join(folder, path), folder)]).toEqual([path, "SL_LINK_OUTSIDE"]);
    }
    expect(await ask(join(folder, "net.json"))).toBe("SL_LINK_OUTSIDE");
  });
});
