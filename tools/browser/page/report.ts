import { surroundings } from "./surroundings.ts";

/** Report from a page to the test. */
export type Report =
  | { readonly kind: "message"; readonly data: unknown }
  | { readonly kind: "error"; readonly message: string }
  | ({ readonly kind: "end" } & PageState);

/** State of the page while it waited for its worker; times in ms. */
export interface PageState {
  readonly isIsolated: boolean;
  /** Longest time between two ticks of its main thread. */
  readonly silence: number;
  readonly total: number;
}

/** Functions with which a page reports to the test. */
export interface Reporter {
  message(data: unknown): void;
  fail(message: string): void;
  end(): void;
}

/** Interval of the main thread's ticks unless something blocks it, in ms. */
const tick = 10;

/** Monitor the main thread from now on, and report every uncaught error. */
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
  // Sequentially, so that they arrive in order.
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
