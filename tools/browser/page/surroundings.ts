// The workspace has Node's types; these lines declare the additional globals of a page.

interface PageWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  postMessage(data: unknown): void;
  terminate(): void;
}

interface PageLink {
  readonly href: string;
  readonly download: string;
}

interface PageImage {
  readonly src: string;
  readonly naturalWidth: number;
  decode(): Promise<void>;
}

interface Surroundings {
  readonly crossOriginIsolated: boolean;
  readonly document: {
    readonly body: {
      readonly textContent: string;
      querySelectorAll(selector: "a[download]"): Iterable<PageLink>;
      querySelectorAll(selector: "img"): Iterable<PageImage>;
    };
  };
  readonly Worker: new (url: URL, options: { readonly type: "module" }) => PageWorker;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(data: unknown): void;
  addEventListener(
    type: "error" | "unhandledrejection",
    listener: (event: { readonly message?: string; readonly reason?: unknown }) => void,
  ): void;
}

/** The globals of a page, or of a worker of a page. */
export const surroundings: Surroundings = globalThis as unknown as Surroundings;
