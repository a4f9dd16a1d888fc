import { execFile, spawn } from "node:child_process";
import { createReadStream, existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

/** A registry on this machine that serves the packages installed here: npm needs no network. */
export interface Registry {
  readonly url: string;
  /** Also serve the tarballs of a folder: those published later. */
  publish(folder: string): Promise<void>;
  close(): Promise<void>;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package and its location: a folder, or a tarball. */
interface Entry {
  readonly manifest: Manifest;
  readonly place: string;
}

/** Start a registry with the packages of some folders and their dependencies. */
export async function startRegistry(folders: readonly string[]): Promise<Registry> {
  const entries = new Map<string, Entry>();
  for (const folder of folders) addInstalled(entries, realpathSync(folder));
  const server = createServer(({ url = "/" }, response) => {
    const path = decodeURIComponent(url.slice(1));
    const isTarball = path.endsWith(".tgz");
    const entry = entries.get(isTarball ? path.slice(0, -".tgz".length) : path);
    if (entry === undefined) response.writeHead(404).end("{}");
    else if (!isTarball) response.end(JSON.stringify(described(entry, urlOf(server))));
    else tarOf(entry.place).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: urlOf(server),
    async publish(folder) {
      for (const file of readdirSync(folder)) {
        const place = join(folder, file);
        const args = ["-xzOf", place, "package/package.json"];
        const manifest = JSON.parse((await promisify(execFile)("tar", args)).stdout) as Manifest;
        entries.set(manifest.name, { manifest, place });
      }
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** npm's first request: all versions of a package, here one. */
function described({ manifest }: Entry, url: string): object {
  const { name, version } = manifest;
  const dist = { tarball: `${url}${encodeURIComponent(name)}.tgz` };
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}

/** Read a package as an archive; that of a folder is not compressed, which npm accepts. */
function tarOf(place: string): NodeJS.ReadableStream {
  if (place.endsWith(".tgz")) return createReadStream(place);
  const args = [
    "-cf",
    "-",
    "-C",
    place,
    "--exclude=node_modules",
    "--transform=s,^[.],package,",
    ".",
  ];
  return spawn("tar", args, { stdio: ["ignore", "pipe", "inherit"] }).stdout;
}

/** Add a package and its dependencies, installed next to it; optional ones may be missing. */
function addInstalled(entries: Map<string, Entry>, place: string): void {
  const manifest = JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as Manifest;
  if (entries.has(manifest.name)) return;
  entries.set(manifest.name, { manifest, place });
  const modules = join(place, ...manifest.name.split("/").map(() => ".."));
  const { dependencies, optionalDependencies } = manifest;
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const found = join(modules, name);
    if (existsSync(found)) addInstalled(entries, realpathSync(found));
  }
}
