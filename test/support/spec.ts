import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import spec from "../../generated/openapi.json" with { type: "json" };
import { root, toolEnv } from "../../scripts/run.ts";

export const operation = spec.paths["/v1/agents/{agent_id}/sessions"].post;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(spec, "spec");

/** The validator of one of the description's component schemas. */
export function schemaValidator(name: keyof typeof spec.components.schemas): ValidateFunction {
  return ajv.compile({ $ref: `spec#/components/schemas/${name}` });
}

/** Runs a redocly command on a copy of the description in which one piece of text is replaced by another. */
export async function redoclyOnCopy(args: string[], find = "", replace = ""): Promise<{ status: number; out: string }> {
  const copy = mkdtempSync(path.join(tmpdir(), "dari-spec-"));
  try {
    cpSync(path.join(root, "openapi"), path.join(copy, "openapi"), { recursive: true });
    cpSync(path.join(root, "redocly.yaml"), path.join(copy, "redocly.yaml"));
    const file = path.join(copy, "openapi/openapi.yaml");
    const text = readFileSync(file, "utf8");
    if (!text.includes(find)) throw new Error(`The description does not say: ${find}`);
    writeFileSync(file, text.replace(find, replace));
    return await new Promise((resolve) => {
      execFile("redocly", args, { cwd: copy, env: toolEnv, timeout: 30_000 }, (error, out) =>
        resolve({ status: typeof error?.code === "number" ? error.code : 0, out }),
      );
    });
  } finally {
    rmSync(copy, { recursive: true });
  }
}
