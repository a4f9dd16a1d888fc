import { join } from "node:path";
import type { Chromium } from "./chromium.ts";
import type { Claim } from "./compare-networks.ts";
import { hashOfDownload, type Posted, runGuideInNode, writeGuide } from "./guide.ts";
import { installPacked } from "./packed.ts";
import type { Server } from "./serve.ts";
import { visit } from "./visit.ts";
import { buildWithVite, serveBuilt } from "./vite.ts";

/** Folder of the guide's project, and folder from which its build is served. */
export interface GuideFolders {
  readonly project: string;
  readonly served: string;
}

/** Follow the guide literally with each version of Vite, and compare its page with Node. */
export async function testGuide(
  chromium: Chromium,
  server: Server,
  { project, served, versions }: GuideFolders & { readonly versions: readonly string[] },
): Promise<readonly Claim[]> {
  writeGuide(project);
  installPacked(project);
  const wanted = runGuideInNode(project);
  const claims: Claim[] = [];
  for (const version of versions) {
    buildWithVite(project, version);
    serveBuilt(project, join(served, version));
    for (const place of ["isolated", "plain"] as const) {
      const page = `${place}/${version}/index.html`;
      server.asked();
      const { messages, end } = await visit(chromium, server, { page, seconds: 60 });
      const [shown] = messages as readonly (Shown | undefined)[];
      console.log(`${page}: ${shown?.text}`);
      const isIsolated = end.isIsolated === (place === "isolated");
      claims.push(
        { claim: `${page}: crossOriginIsolated is ${end.isIsolated}`, holds: isIsolated },
        ...compare(page, wanted, { project, shown }),
        hasWorker(page, server.asked()),
      );
    }
  }
  return claims;
}

interface Shown {
  readonly text: string;
  readonly files: Posted["files"];
  readonly pictures: readonly { readonly text: string; readonly width: number }[];
}

function compare(
  page: string,
  { spikeHash, raster, files }: Posted,
  { project, shown }: { readonly project: string; readonly shown: Shown | undefined },
): readonly Claim[] {
  const { text = "nothing", files: offered = {}, pictures: [picture] = [] } = shown ?? {};
  const { "result.h5": result = "", ...tables } = offered;
  const { "result.h5": _, ...wanted } = files;
  const hash = result === "" ? "no file" : hashOfDownload(project, result);
  return [
    {
      claim: `${page} shows "${text}" where Node has ${spikeHash}`,
      holds: text.includes(spikeHash),
    },
    {
      claim: `${page} shows a raster ${picture?.width ?? 0} pixels wide, as Node draws it`,
      holds: picture !== undefined && picture.width > 0 && picture.text === raster,
    },
    { claim: `${page} offers result.h5 with the spikes ${hash}`, holds: hash === spikeHash },
    {
      claim: `${page} offers the tables ${Object.keys(tables).join(", ")} as Node writes them`,
      holds: "spikes.csv" in tables && JSON.stringify(tables) === JSON.stringify(wanted),
    },
  ];
}

/** The second thread has a separate script, which Vite has to find. */
function hasWorker(page: string, asked: readonly string[]): Claim {
  const isThere = asked.some((path) => path.includes("clock-worker"));
  const claim = `${page} ${isThere ? "started" : "did not start"} a second thread`;
  return { claim, holds: isThere === page.startsWith("isolated") };
}
