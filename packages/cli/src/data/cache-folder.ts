import { homedir } from "node:os";
import { join } from "node:path";

/** Where each system keeps what may be fetched anew, below the home folder; other systems do as Linux does. */
const caches: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: "Library/Caches",
  win32: "AppData/Local",
};

/** Give the folder of a data set that is named no other: SPIKELOOM_DATA, or in the cache of the user. */
export function cacheFolder(set: string, env: NodeJS.ProcessEnv = process.env): string {
  const { SPIKELOOM_DATA: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (own !== undefined && own !== "") return join(own, set);
  const system = process.platform === "win32" ? local : xdg;
  const cache = system || join(homedir(), caches[process.platform] ?? ".cache");
  return join(cache, "spikeloom", "data", set);
}
