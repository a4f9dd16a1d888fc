import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Report } from "./page/report.ts";

/** A folder served on this machine, as `/isolated/` with the two headers and as `/plain/` without. */
export interface Server {
  readonly origin: string;
  /** Takes what the page reports; one page at a time. */
  listen(take: (report: Report) => void): void;
  close(): void;
}

/** What a page needs so that it may share memory with its workers. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Serve a folder of scripts; `/isolated/NAME.html` is a page that runs `NAME.js`. */
export async function serve(folder: string): Promise<Server> {
  let take = (_report: Report): void => {};
  const server = createServer(async (request, response) => {
    const [, place, file = ""] = /^\/(isolated|plain)\/([\w.-]+)$/.exec(request.url ?? "") ?? [];
    if (place === "isolated") response.setHeaders(new Map(Object.entries(isolation)));
    if (request.method === "POST") {
      take(JSON.parse(await textOf(request)) as Report);
      response.end();
    } else if (place === undefined) response.writeHead(404).end();
    else answer(response, folder, file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    listen: (next) => {
      take = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}

function answer(response: ServerResponse, folder: string, file: string): void {
  const [, name] = /^(.+)\.html$/.exec(file) ?? [];
  if (name !== undefined) {
    const page = `<!doctype html><meta charset="utf-8"><script type="module" src="${name}.js"></script>`;
    response.writeHead(200, { "Content-Type": "text/html" }).end(page);
    return;
  }
  try {
    const body = readFileSync(join(folder, file));
    response.writeHead(200, { "Content-Type": "text/javascript" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
