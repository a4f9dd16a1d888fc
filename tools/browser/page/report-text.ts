// Stands beside the page of the guide and reports the text that it shows.
import { startReports } from "./report.ts";
import { surroundings } from "./surroundings.ts";

const reports = startReports();
const timer = setInterval(() => {
  const { textContent } = surroundings.document.body;
  if (textContent === "") return;
  clearInterval(timer);
  reports.message(textContent);
  reports.end();
}, 10);
