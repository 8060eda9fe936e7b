/** The description as the documentation publishes it. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readDescription } from "../../src/openapi/document.ts";
import { at, isObject, type JsonObject } from "../../src/openapi/pointer.ts";
import { root, run } from "../lib/run.ts";
import { type Sample, samplesOf } from "./samples.ts";

const next = "Correct it, then: npm run docs";
const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const toCodeSample = ({ topic, tool, lang, source }: Sample) => ({ lang, label: `${tool}: ${topic}`, source });

/** The object at a JSON pointer; an empty one if there is none. */
function objectAt(document: JsonObject, pointer: string): JsonObject {
  const value = at(document, pointer);
  return isObject(value) ? value : {};
}

const redocLogo = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-[a-z-]+\.svg/g;
const emptyImage = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E";

/** The reference as one HTML file, made by Redoc; it shows only the samples whose labels it is told. */
function writeReference(folder: string, samples: Sample[]): void {
  const page = path.join(folder, "reference.html");
  const languages = [...samples.map(toCodeSample), { lang: "payload", label: "Payload" }];
  const options = `--openapi=${JSON.stringify({ codeSamples: { languages } })}`;
  run("redocly", ["build-docs", path.join(folder, "openapi.json"), "--inlineBundle", options, "--output", page], next);
  // Redoc loads its logo from its own host; this file has to work without a network.
  writeFileSync(page, readFileSync(page, "utf8").replaceAll(redocLogo, emptyImage));
}

/** The bundled description, and the code samples by operationId. */
export interface Described {
  document: JsonObject;
  samples: Record<string, Sample[]>;
}

/**
 * Bundles the description and writes it into a folder: `openapi.json` and `openapi.yaml` with the code samples, and
 * `reference.html`, the reference in one file for use without a network.
 */
export function writeDescription(folder: string): Described {
  const json = path.join(folder, "openapi.json");
  run("redocly", ["bundle", "dari", "--output", json], next);
  const document: JsonObject = JSON.parse(readFileSync(json, "utf8"));
  const { operations } = readDescription(document);
  const samples = samplesOf(
    operations.map(({ id }) => id),
    path.join(root, "openapi/samples"),
  );
  const published = structuredClone(document);
  for (const { id, pointer } of operations)
    objectAt(published, pointer)["x-codeSamples"] = samples[id]?.map(toCodeSample) ?? [];
  writeFileSync(json, toJson(published));
  run("redocly", ["bundle", json, "--output", path.join(folder, "openapi.yaml")], next);
  writeReference(folder, Object.values(samples).flat());
  return { document, samples };
}
