import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Report } from "./page/report.ts";

/** A folder served on this machine, as `/isolated/` with the two headers and as `/plain/` without. */
export interface Server {
  readonly origin: string;
  /** Paths of all requests since the last call. */
  asked(): readonly string[];
  /** Takes what the page reports; one page at a time. */
  listen(take: (report: Report) => void): void;
  close(): void;
}

/** Headers that a page needs to share memory with its workers. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Content security policy of the guide: sufficient for each page and worker. */
const policy = { "Content-Security-Policy": "script-src 'self' 'wasm-unsafe-eval'" };

/** Serve a folder; `/isolated/NAME.html` is a page that runs `NAME.js`, unless the folder has it. */
export async function serve(folder: string): Promise<Server> {
  let take = (_report: Report): void => {};
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const [, place, file = ""] =
      /^\/(isolated|plain)\/((?:[\w-]+\/)*[\w.-]+)$/.exec(request.url ?? "") ?? [];
    asked.push(request.url ?? "");
    response.setHeaders(new Map(Object.entries(policy)));
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
    asked: () => asked.splice(0),
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

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
};

function answer(response: ServerResponse, folder: string, file: string): void {
  const path = join(folder, file);
  const [, name] = /^(.+)\.html$/.exec(file) ?? [];
  if (existsSync(path)) {
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type }).end(readFileSync(path));
  } else if (name !== undefined) {
    const page = `<!doctype html><meta charset="utf-8"><script type="module" src="${name}.js"></script>`;
    response.writeHead(200, { "Content-Type": "text/html" }).end(page);
  } else response.writeHead(404).end();
}
