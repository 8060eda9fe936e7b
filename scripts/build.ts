/** `npm run build` compiles src/ into dist/: one file of JavaScript an entry point, and the types beside them. */
import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "rolldown";
import { root, run } from "./run.ts";

const dist = path.join(root, "dist");
rmSync(path.join(dist, "types"), { recursive: true, force: true });
await build({
  cwd: root,
  input: { index: "src/index.ts", validate: "src/validate.ts" },
  external: ["openapi-fetch"],
  platform: "neutral",
  output: { dir: dist, cleanDir: false, sourcemap: true },
});
run("tsc", ["--project", "src"]);
