/** Writes a call as code. The values of secrets are taken from environment variables. */
import { type Call, slowTimeout } from "./call.ts";

/** The environment variable for a secret field: that of `llm_api_key` is `LLM_API_KEY`. */
const variableOf = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9_]/g, "_");

/** The JSON of a request body in which `<NAME>` stands for the environment variable of a secret. */
function maskedJson(params: Call["params"], secretFields: readonly string[]): string {
  const mask = (name: string, value: unknown): unknown => {
    if (typeof value === "string") return value === "" ? "" : `<${variableOf(name)}>`;
    return Object.fromEntries(Object.entries(value ?? {}).map(([inner, held]) => [inner, mask(inner, held)]));
  };
  const masked = Object.entries(params).map(([name, value]) => [
    name,
    secretFields.includes(name) ? mask(name, value) : value,
  ]);
  return JSON.stringify(Object.fromEntries(masked), null, 2);
}

/** The call in TypeScript. */
export function typescriptOf({ agentId, params, slow }: Call, secretFields: readonly string[]): string {
  const fields = maskedJson(params, secretFields)
    .replaceAll(/^( +)"([a-zA-Z_]\w*)":/gm, "$1$2:")
    .replaceAll(/"<([A-Z0-9_]+)>"/g, 'process.env["$1"] ?? ""');
  const args = [JSON.stringify(agentId), ...(fields === "{}" && !slow ? [] : [fields])];
  if (slow) args.push(`{ timeout: ${slowTimeout} }`);
  return `import { createDariClient } from "dari-sessions";

const client = createDariClient(); // reads DARI_API_KEY
const session = await client.sessions.create(${args.join(", ")});`;
}

/** The call as a command line for curl. */
export function curlOf({ agentId, params, slow }: Call, secretFields: readonly string[]): string {
  const lines = [
    `curl --fail-with-body https://api.dari.dev/v1/agents/${encodeURIComponent(agentId)}/sessions`,
    "--request POST",
    '--header "Authorization: Bearer $DARI_API_KEY"',
    ...(slow ? [`--max-time ${slowTimeout / 1000}`] : []),
  ];
  const body = maskedJson(params, secretFields)
    .replaceAll(/[\\$`]/g, "\\$&")
    .replaceAll(/"<([A-Z0-9_]+)>"/g, '"$$$1"');
  if (body !== "{}") lines.push('--header "Content-Type: application/json"', `--data @- <<JSON\n${body}\nJSON`);
  return lines.join(" \\\n  ");
}
