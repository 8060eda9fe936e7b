/**
 * `npm run bench:gateways` creates sessions through real gateways, before a server that creates the session and then
 * fails, and compares what each client says with the ledger of the server.
 */
import { type Claim, claimOf } from "./bench/claim.ts";
import { type Contender, ky, openapiFetch, ours, stainless } from "./bench/competitors.ts";
import { failures, refusals, startFailingServer } from "./bench/failing-server.ts";
import { type Gateway, gateways, reasonToSkip, startGateway } from "./bench/gateways.ts";
import { readOptions } from "./lib/options.ts";
import { run } from "./lib/run.ts";

const values = readOptions("Counts what clients make of real gateways before a server that fails.", {
  creates: { type: "string", value: "number", default: "10", help: "Creates for each gateway and failure." },
});

/** What became of the creates of one client behind one gateway. */
interface Count {
  /** Sessions beyond one for a create. */
  readonly duplicates: number;
  /** Creates that the client says succeeded, or created nothing, against the ledger. */
  readonly wrong: number;
}

async function measure({ make }: Contender, gateway: Gateway): Promise<Count> {
  const server = await startFailingServer();
  const { url, stop } = await startGateway(gateway, server.port);
  const create = make({ baseUrl: url });
  const attempt = async (agent: string, number: number) => {
    const task = `${agent}-${number}`;
    const claim = await create(agent, { metadata: { task } }).then(({ id } = {}): Claim => {
      return id === undefined ? "unknown" : "created";
    }, claimOf);
    const sessions = server.ledger.get(task) ?? 0;
    const wrong = claim === "created" ? sessions === 0 : claim === "not created" && sessions > 0;
    return { duplicates: Math.max(0, sessions - 1), wrong: Number(wrong) };
  };
  try {
    const agents = [...Object.keys(failures), ...Object.keys(refusals)];
    const attempts = agents.flatMap((agent) =>
      Array.from({ length: Number(values.creates) }, (_, number) => attempt(agent, number)),
    );
    const counts = await Promise.all(attempts);
    return counts.reduce((sum, { duplicates, wrong }) => {
      return { duplicates: sum.duplicates + duplicates, wrong: sum.wrong + wrong };
    });
  } finally {
    await stop();
    server.stop();
  }
}

run("npm", ["run", "build"]);
const reasons = new Set(gateways.map(reasonToSkip).filter((reason) => reason !== undefined));
if (reasons.size > 0) throw new Error([...reasons].join("; "));
const contenders: Contender[] = [];
for (const prepare of [ours, openapiFetch, ky, stainless]) contenders.push(await prepare());
const creates = (Object.keys(failures).length + Object.keys(refusals).length) * Number(values.creates);
console.log(`Duplicates / wrong claims in ${creates} creates behind each gateway, before a server that fails:\n`);
console.log(`${"client".padEnd(22)}${gateways.map(({ name }) => name.padStart(20)).join("")}`);
for (const contender of contenders) {
  const counts: Count[] = [];
  for (const gateway of gateways) counts.push(await measure(contender, gateway));
  const cells = counts.map(({ duplicates, wrong }) => `${duplicates} / ${wrong}`.padStart(20));
  console.log(contender.name.padEnd(22) + cells.join(""));
  const isOurs = contender === contenders[0];
  if (isOurs && counts.some(({ duplicates, wrong }) => duplicates + wrong > 0)) process.exitCode = 1;
}
