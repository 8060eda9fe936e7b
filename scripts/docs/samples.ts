/** The code samples: files that run, in openapi/samples/<operationId>/, each named <topic>.<tool>. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The tools, by the end of a file name, in the order in which readers see them. */
const tools = [
  { ending: ".sdk.ts", lang: "typescript", label: "TypeScript" },
  { ending: ".sh", lang: "bash", label: "curl" },
  { ending: ".fetch.ts", lang: "typescript", label: "fetch" },
];

/** The topics, by the beginning of a file name, in the order in which readers see them. */
const topics = [
  { name: "all-fields", label: "All fields" },
  { name: "shortest", label: "Shortest call" },
  { name: "errors", label: "Handling errors" },
];

/** A code sample: one topic written with one tool. */
export interface Sample {
  topic: string;
  tool: string;
  lang: string;
  source: string;
}

/** Reads the samples of an operation; an operation without a folder has none. */
function readSamples(folder: string): Sample[] {
  if (!existsSync(folder)) return [];
  const known = topics.flatMap((topic) => tools.map((tool) => ({ topic, tool, file: topic.name + tool.ending })));
  const unknown = readdirSync(folder).filter((file) => !known.some((sample) => sample.file === file));
  if (unknown.length > 0) throw new Error(`${folder} has files that are not samples: ${unknown.join(", ")}`);
  return known
    .filter(({ file }) => existsSync(path.join(folder, file)))
    .map(({ topic, tool, file }) => ({
      topic: topic.label,
      tool: tool.label,
      lang: tool.lang,
      source: readFileSync(path.join(folder, file), "utf8"),
    }));
}

/** The samples of those operations that have some, by operationId. */
export function samplesOf(operationIds: readonly string[], folder: string): Record<string, Sample[]> {
  const all = operationIds.map((id) => [id, readSamples(path.join(folder, id))] as const);
  return Object.fromEntries(all.filter(([, samples]) => samples.length > 0));
}
