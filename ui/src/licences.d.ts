// What vite.config.ts makes of resources/LICENCES.toml and of the program's own licence texts.
declare module "virtual:licences" {
  /** A part of the program that comes from others. */
  export interface Part {
    what: string;
    where: string;
    source: string;
    licence: string;
    attribution: string;
    /** The licences in full, each with the name of what brings it. */
    texts: readonly { name: string; text: string }[];
  }
  export const parts: readonly Part[];
  export const mit: string;
  export const apache: string;
}
