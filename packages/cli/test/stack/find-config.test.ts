import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { findConfig } from "../../src/stack/find-config.ts";
import { type Workplace, workplace } from "../spikeloom.ts";
import { project } from "./workplace.ts";

const places: Workplace[] = [];
const made = (place: Workplace): Workplace => {
  places.push(place);
  return place;
};
afterEach(() => {
  for (const place of places.splice(0)) place.remove();
});

function found(place: Workplace, folder: string): string | undefined {
  const path = findConfig(place.path(folder));
  return path && resolve(path).slice(place.folder.length + 1);
}

describe("findConfig", () => {
  it("prefers a configuration next to a file to those above", () => {
    const place = made(
      project({ "spikeloom.config.ts": "", "a/spikeloom.config.json": "{}", "b/c/net.json": "" }),
    );
    expect(found(place, "a")).toBe("a/spikeloom.config.json");
    expect(found(place, "b/c")).toBe("spikeloom.config.ts");
  });

  it("ends at the root of the project", () => {
    const place = made(
      project({ "spikeloom.config.ts": "", "own/package.json": "{}", "own/deep/net.json": "" }),
    );
    expect(found(place, "own/deep")).toBeUndefined();
    expect(found(place, ".")).toBe("spikeloom.config.ts");
  });

  it("searches nowhere else if there is no project", () => {
    const place = made(workplace());
    expect(found(place, ".")).toBeUndefined();
    expect(findConfig(place.path("not/there"))).toBeUndefined();
  });

  it("refuses two in one folder", () => {
    const place = made(project({ "spikeloom.config.ts": "", "spikeloom.config.json": "{}" }));
    expect(() => findConfig(place.folder)).toThrow(/SL_CONFIG_TWICE.*\.json, spikeloom.config.ts/);
  });
});
