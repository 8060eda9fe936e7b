import { prove } from "./servers.ts";

prove("responses");
