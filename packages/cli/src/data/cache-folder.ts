import { homedir } from "node:os";
import { join } from "node:path";

/** Cache folder of each system, below the home folder; other systems use that of Linux. */
const caches: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: "Library/Caches",
  win32: "AppData/Local",
};

/** Return the default folder of a data set: SPIKELOOM_DATA, or one in the user's cache. */
export function cacheFolder(set: string, env: NodeJS.ProcessEnv = process.env): string {
  const { SPIKELOOM_DATA: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (own !== undefined && own !== "") return join(own, set);
  const system = process.platform === "win32" ? local : xdg;
  const cache = system || join(homedir(), caches[process.platform] ?? ".cache");
  return join(cache, "spikeloom", "data", set);
}
