/** The code samples of the reference: runnable files in openapi/samples/<operationId>/, put into a copy of the bundle. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Document, operationsOf } from "./document.ts";

/** What a sample is written with, by the end of its file name; in the order in which readers see them. */
const tools = [
  { ending: ".sh", lang: "bash", label: "curl" },
  { ending: ".sdk.ts", lang: "typescript", label: "TypeScript" },
  { ending: ".fetch.ts", lang: "typescript", label: "fetch" },
];

/** What a sample shows, by the beginning of its file name; in the order in which readers see them. */
const topics = [
  { name: "shortest", label: "shortest call" },
  { name: "all-fields", label: "all fields" },
  { name: "errors", label: "handling errors" },
];

/** One code sample, as the reference shows it. */
interface Sample {
  lang: string;
  label: string;
  source: string;
}

/** The samples of an operation; none if it has no folder. */
function samplesOf(folder: string, operationId: string): Sample[] {
  const files = path.join(folder, operationId);
  if (!existsSync(files)) return [];
  const known = tools.flatMap((tool) => topics.map((topic) => ({ tool, topic, file: topic.name + tool.ending })));
  const unknown = readdirSync(files).filter((file) => !known.some((sample) => sample.file === file));
  if (unknown.length > 0) throw new Error(`${files} has files that are not samples: ${unknown.join(", ")}`);
  return known
    .filter(({ file }) => existsSync(path.join(files, file)))
    .map(({ tool, topic, file }) => ({
      lang: tool.lang,
      label: `${tool.label}: ${topic.label}`,
      source: readFileSync(path.join(files, file), "utf8"),
    }));
}

/** What Redoc offers beside a request: it shows no sample whose label is not listed. */
export function sampleLanguages(document: Document): { lang: string; label: string }[] {
  const samples = operationsOf(document).flatMap(({ operation }) => operation["x-codeSamples"] ?? []);
  const labels = new Map(samples.map(({ label, lang }) => [label, { lang, label }]));
  return [...labels.values(), { lang: "payload", label: "Payload" }];
}

/** Puts the samples into a bundled description, where a documentation tool looks for them. */
export function addSamples(document: Document, folder: string): void {
  for (const { operation } of operationsOf(document)) {
    const samples = samplesOf(folder, operation.operationId);
    if (samples.length > 0) operation["x-codeSamples"] = samples;
  }
}
