// Mistakes only: how the source looks is prettier's business.
const globals = [
    ..."window document navigator location console fetch URL URLSearchParams".split(" "),
    ..."FormData File FileReader Blob Event CustomEvent setTimeout clearTimeout".split(" "),
    ..."setInterval clearInterval requestAnimationFrame localStorage".split(" "),
    ..."sessionStorage HTMLElement odoo luxon".split(" "),
];

export default [
    {
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: Object.fromEntries(globals.map((name) => [name, "readonly"])),
        },
        rules: {
            "array-callback-return": "error",
            "constructor-super": "error",
            "dot-notation": "error",
            eqeqeq: "error",
            "no-alert": "error",
            "no-const-assign": "error",
            "no-debugger": "error",
            "no-dupe-keys": "error",
            "no-duplicate-imports": "error",
            "no-empty": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-lonely-if": "error",
            "no-shadow": "error",
            "no-this-before-super": "error",
            "no-undef": "error",
            "no-unneeded-ternary": "error",
            "no-unreachable": "error",
            "no-unsafe-finally": "error",
            "no-unused-expressions": "error",
            "no-unused-vars": "error",
            "no-use-before-define": ["error", { functions: false }],
            "no-var": "error",
            "prefer-const": "error",
            "use-isnan": "error",
            "valid-typeof": "error",
        },
    },
];
