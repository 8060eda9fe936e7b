/** Servers that differ only in how they validate a request: no server and no gate is needed to see what they do. */
import { listCases } from "../../src/contract/cases.ts";
import { resolveListOptions } from "../../src/contract/options.ts";
import { Canaries } from "../../src/contract/transport/canaries.ts";
import { buildRequest } from "../../src/contract/transport/request.ts";
import type { Named } from "../support/servers/named.ts";
import { apiKey, correct, type Difference, type Parts, sessionServer } from "../support/servers/sessions.ts";
import { createSessionOnly as spec } from "../support/spec.ts";

/** The parts of a server by which it validates. */
const validating = ["takes", "parse", "properties", "validate"];

const { keys } = resolveListOptions({ spec, apiKey });
const target = { baseUrl: "http://127.0.0.1", keys, headers: {}, canaries: new Canaries(keys.secrets) };

/** The cases that differ from the plainest request in no path, method or credential, with what is sent. */
const requests = listCases({ spec, apiKey }).cases.flatMap((testCase, index) => {
  const { expects, template, operation, id } = testCase;
  const isPlain = template.method === operation.method && template.presented === undefined;
  if (!isPlain) return [];
  const { headers, body = Buffer.alloc(0) } = buildRequest(testCase, index, target).request;
  return [{ id, expects, mediaType: headers["Content-Type"], text: body.toString() }];
});

/** Whether a server differs from the correct one only in how it validates. */
export function isValidator({ difference }: Named): boolean {
  const { parts } = sessionServer(difference);
  return Object.entries(parts).every(
    ([name, part]) => validating.includes(name) || part === correct[name as keyof Parts],
  );
}

/** The cases that a server validates otherwise than the description says: refused ones that it accepts, and vice versa. */
export function wronglyJudged(difference: Difference): { accepted: string[]; refused: string[]; failed: string[] } {
  const { parts } = sessionServer(difference);
  const wrong = { accepted: [] as string[], refused: [] as string[], failed: [] as string[] };
  for (const { id, expects, mediaType, text } of requests) {
    const outcome = outcomeOf(parts, mediaType, text);
    const isOpen = expects !== "accepted" && expects !== "refused" && outcome !== "failed";
    if (!isOpen && outcome !== expects) wrong[outcome].push(id);
  }
  return wrong;
}

function outcomeOf(parts: Parts, mediaType: string | undefined, text: string): "accepted" | "refused" | "failed" {
  try {
    if (text !== "" && !(parts.takes(mediaType) && canParse(parts, text))) return "refused";
    return parts.validate(text === "" ? {} : parts.parse(text), parts) === undefined ? "accepted" : "refused";
  } catch {
    return "failed";
  }
}

function canParse(parts: Parts, text: string): boolean {
  try {
    parts.parse(text);
    return true;
  } catch {
    return false;
  }
}
