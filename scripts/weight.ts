/** What an application carries of a client. */
import { gzipSync } from "node:zlib";
import { build } from "rolldown";

/** Bytes of an application's bundle, minified and compressed. */
export interface Weight {
  /** Of what is loaded at the start. */
  readonly start: number;
  /** Of what is loaded later, when it is used. */
  readonly later: number;
}

/** What an application weighs that imports one name of a module, with all that the module imports itself. */
export async function weightOf(module: string, imported: string): Promise<Weight> {
  if (module === "") return { start: 0, later: 0 };
  const entry = "weigh";
  const names = imported === "default" ? "client" : `{ ${imported} as client }`;
  const code = `import ${names} from ${JSON.stringify(module)}; globalThis.client = client;`;
  const { output } = await build({
    input: entry,
    platform: "neutral",
    resolve: { mainFields: ["module", "main"] },
    plugins: [
      { name: entry, resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) },
    ],
    logLevel: "silent",
    output: { minify: true },
    write: false,
  });
  const weigh = (later: boolean) => {
    const chunks = output.filter((file) => file.type === "chunk").filter((chunk) => chunk.isDynamicEntry === later);
    return chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  };
  return { start: weigh(false), later: weigh(true) };
}
