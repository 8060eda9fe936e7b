// Every npm script runs this first. It is JavaScript, so that an old Node can run it: the other scripts are TypeScript.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const scriptsNeed = 24;
const file = (name) => new URL(`../${name}`, import.meta.url);

/** The Node that runs npm: another one than this script's, which is the one in node_modules. */
function nodeOfNpm() {
  return /node\/v(\S+)/.exec(process.env.npm_config_user_agent ?? "")?.[1] ?? process.versions.node;
}

function problem() {
  if (!existsSync(file("node_modules/.bin"))) return "The tools aren't installed. Run `npm ci`.";
  const bindings = readdirSync(file("node_modules/@rolldown")).filter((name) => name.startsWith("binding-"));
  if (bindings.length === 0) {
    const { engines } = JSON.parse(readFileSync(file("package.json"), "utf8"));
    return `A native binding of rolldown is missing: \`npm ci\` leaves it out if Node is too old.
This is Node ${nodeOfNpm()}. Install Node ${engines.node}, then run \`npm ci\`.`;
  }
  if (Number.parseInt(process.versions.node, 10) < scriptsNeed) {
    return `This is Node ${process.versions.node}. The scripts need Node ${scriptsNeed}, which \`npm ci\` installs into node_modules
unless npm is told to ignore install scripts. Run \`npm ci --ignore-scripts=false\`.`;
  }
  return undefined;
}

const found = problem();
if (found !== undefined) {
  console.error(found);
  process.exit(1);
}
