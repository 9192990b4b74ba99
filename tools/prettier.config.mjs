import { fileURLToPath } from "node:url";

// The plugin lies in the folder of state, not beside this file.
const modules = new URL("../.qms/npm/node_modules/", import.meta.url);

export default {
    plugins: [
        fileURLToPath(new URL("@prettier/plugin-xml/src/plugin.js", modules)),
    ],
    bracketSpacing: false,
    printWidth: 88,
    tabWidth: 4,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
};
