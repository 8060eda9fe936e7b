import { prove } from "./servers.ts";

prove("values");
