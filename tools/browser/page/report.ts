import { surroundings } from "./surroundings.ts";

/** What a page tells the test. */
export type Report =
  | { readonly kind: "message"; readonly data: unknown }
  | { readonly kind: "error"; readonly message: string }
  | ({ readonly kind: "end" } & PageState);

/** How the page was while it waited for its worker; times in ms. */
export interface PageState {
  readonly isIsolated: boolean;
  /** Longest time between two ticks of its main thread. */
  readonly silence: number;
  readonly total: number;
}

/** What a page has to tell the test with. */
export interface Reporter {
  message(data: unknown): void;
  fail(message: string): void;
  end(): void;
}

/** The main thread ticks this often unless something keeps it busy, in ms. */
const tick = 10;

/** Watch the main thread from now on, and report every error that nobody catches. */
export function startReports(): Reporter {
  const start = performance.now();
  let [last, silence] = [start, 0];
  const observe = (): void => {
    const now = performance.now();
    silence = Math.max(silence, now - last);
    last = now;
  };
  const timer = setInterval(observe, tick);
  let sent: Promise<unknown> = Promise.resolve();
  // One after another, so that they arrive in order.
  const report = (content: Report): void => {
    const body = JSON.stringify(content);
    sent = sent.then(() => fetch("report", { method: "POST", body }));
  };
  const fail = (message: string): void => report({ kind: "error", message });
  surroundings.addEventListener("error", ({ message }) => fail(message ?? "an error of the page"));
  surroundings.addEventListener("unhandledrejection", ({ reason }) => fail(String(reason)));
  return {
    message: (data) => report({ kind: "message", data }),
    fail,
    end: () => {
      observe();
      clearInterval(timer);
      const { crossOriginIsolated: isIsolated } = surroundings;
      report({ kind: "end", isIsolated, silence, total: last - start });
    },
  };
}
