import { GPU_ADAPTER } from "../errors.ts";
import type { Gpu, GpuAdapter } from "./gpu-types.ts";

/** The parts of the global scope that this file uses. */
interface Scope {
  readonly navigator?: { readonly gpu?: Gpu };
  readonly process?: {
    getBuiltinModule?(name: "node:module"): {
      createRequire(path: string): { resolve(name: string): string };
    };
    cwd?(): string;
  };
}

interface Dawn {
  create(flags: readonly string[]): Gpu;
}

const packageName = "webgpu";

/** Request an adapter, from the given access, a page, or the npm package `webgpu`. */
export async function requestAdapter(given: Gpu | undefined): Promise<GpuAdapter> {
  const gpu = given ?? (globalThis as unknown as Scope).navigator?.gpu ?? (await dawn());
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter !== null) return adapter;
  throw GPU_ADAPTER({
    got: "none",
    next:
      "Install a driver for Vulkan, Metal or Direct3D 12 (in a page, enable WebGPU), " +
      "or use the backend `clock`.",
  });
}

/** Dawn ends the process if its access to processors is collected before a run ends. */
let opened: Gpu | undefined;

/** Load Dawn, the WebGPU of Node, from beside this package or from the current folder. */
async function dawn(): Promise<Gpu> {
  if (opened !== undefined) return opened;
  const { process } = globalThis as unknown as Scope;
  const address = resolved(import.meta.url) ?? resolved(`file://${process?.cwd?.()}/script.js`);
  if (address === undefined) {
    throw GPU_ADAPTER({
      got: "no `navigator.gpu`, and no npm package `webgpu`",
      next: "Install it in your project: npm install webgpu.",
    });
  }
  opened = (await load(address)).create([]);
  return opened;
}

async function load(address: string): Promise<Dawn> {
  try {
    // A bundler must not look for the package, which pages do without.
    return (await import(/* @vite-ignore */ new URL(address).href)) as Dawn;
  } catch (error) {
    throw GPU_ADAPTER({
      got: `the package ${address}, which cannot be loaded: ${(error as Error).message}`,
      next: "Install a version of `webgpu` for this system, or use the backend `clock`.",
    });
  }
}

/** Find the package from a file's address, as Node does; nothing is found in a page. */
function resolved(from = ""): string | undefined {
  const { process } = globalThis as unknown as Scope;
  try {
    const path = process
      ?.getBuiltinModule?.("node:module")
      .createRequire(from)
      .resolve(packageName);
    return path === undefined ? undefined : `file://${path}`;
  } catch {
    return undefined;
  }
}

/** Test whether an adapter computes on the CPU. */
export function isSoftwareAdapter(adapter: GpuAdapter): boolean {
  return /swiftshader|llvmpipe|lavapipe/i.test(adapterText(adapter));
}

/** Name an adapter for reports. */
export function adapterText({ info }: GpuAdapter): string {
  const parts = ["vendor", "architecture", "device", "description"].map((name) => info?.[name]);
  const known = parts.filter((part) => part !== undefined && part !== "");
  return known.length === 0 ? "an adapter without a name" : known.join(" ");
}
