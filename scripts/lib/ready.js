// Every npm script runs this first. It is JavaScript, so that an old Node can run it: the other scripts are TypeScript.
// npm's `devEngines` can't do it: the npm of every Node 20 ignores it, and no npm notices that `npm ci` is missing.
import { readdirSync, readFileSync } from "node:fs";

const file = (name) => new URL(`../../${name}`, import.meta.url);

function isInstalled() {
  try {
    // A Node that is too old makes `npm ci` leave out the native binding of rolldown.
    return readdirSync(file("node_modules/@rolldown")).some((name) => name.startsWith("binding-"));
  } catch {
    return false;
  }
}

// npm runs the scripts with the Node that `npm ci` installs, if it may run install scripts.
if (!isInstalled() || Number.parseInt(process.versions.node, 10) < 24) {
  const { engines } = JSON.parse(readFileSync(file("package.json"), "utf8"));
  const own = /node\/v(\S+)/.exec(process.env.npm_config_user_agent ?? "")?.[1] ?? process.versions.node;
  console.error(`The tools of this project aren't installed, or not all of them. With Node ${engines.node}
(npm runs with ${own}), run: npm ci --ignore-scripts=false`);
  process.exit(1);
}
