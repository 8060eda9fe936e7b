// Plain JavaScript, so that an old Node can run it: the other scripts are TypeScript, which it can't even read.
import { existsSync } from "node:fs";

const needed = 24;
if (!existsSync(new URL("../node_modules/.bin", import.meta.url))) {
  console.error("The tools aren't installed yet: run `npm ci`.");
  process.exit(1);
}
if (Number(process.versions.node.split(".")[0]) < needed) {
  console.error(
    `This is Node ${process.versions.node}; the tools need Node ${needed}, and npm brings it: run \`npm ci\`.`,
  );
  process.exit(1);
}
