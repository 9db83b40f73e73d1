// How Svelte compiles: runes only, so that no file falls back to the old reactivity unnoticed.
export default {
  compilerOptions: { runes: true },
};
