/*
 * Content-Security-Policy (controls C14, C15). A page of ours runs the scripts that its own nonce names, and
 * what those bring; everything else that we send is no page, and gets a policy under which nothing runs and
 * nothing is fetched, even when somebody opens it directly.
 */

const NO_FRAMES = "frame-ancestors 'none'"

/** For every answer that is no page. */
export const INERT_POLICY = `default-src 'none'; base-uri 'none'; form-action 'none'; ${NO_FRAMES}; sandbox`

/**
 * For the script of a worker, which has this policy instead of its page's: it is one file, brings no other, and reaches
 * nothing. In a sandbox no browser would start it.
 */
export const WORKER_POLICY = `default-src 'none'; base-uri 'none'; form-action 'none'; ${NO_FRAMES}; require-trusted-types-for 'script'; trusted-types 'none'`

/** For the page that carries `nonce` on its scripts and style sheets; a nonce is for one answer only. */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    // No hosts: a script that got onto one could not be told from ours. The hashing of files is WebAssembly.
    `script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    `style-src 'nonce-${nonce}'`,
    // The board keeps its pictures as data: URLs, the files of a visit are shown from blob: URLs.
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    NO_FRAMES,
    // Text can become markup or a script nowhere, whatever a library does with it. The one policy that there may be, once,
    // gives the address of the worker that seals pictures, whatever it is asked.
    "require-trusted-types-for 'script'",
    'trusted-types visita-frames',
  ].join('; ')
