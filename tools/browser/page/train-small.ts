// The page that trains small networks on its graphics processor and on the CPU.
import { trainOnGraphics } from "../training-runs.ts";
import { startReports } from "./report.ts";

const reports = startReports();
for await (const claim of trainOnGraphics(false)) reports.message(claim);
reports.end();
