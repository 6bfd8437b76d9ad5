// Validates bodies with ajv, and prints for each: true, false, or null if it is not JSON.
//
// node validate.mjs SCHEMA < BODIES

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(new URL('../../benches/peers/node/package.json', import.meta.url));
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

// Not strict, because the schemas have keywords of their own. ajv then only warns about a format that it cannot check.
const fail = (message) => {
  throw new Error(message);
};
const ajv = new Ajv({ strict: false, logger: { log: fail, warn: fail, error: fail } });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(process.argv[2])));

// Fails where Node would replace bytes that are not UTF-8, or drop a byte order mark.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function verdict(body) {
  let value;
  try {
    value = JSON.parse(utf8.decode(body));
  } catch {
    return null;
  }
  return validate(value);
}

const bodies = readFileSync(0);
const verdicts = [];
for (let start = 0, end; (end = bodies.indexOf(10, start)) !== -1; start = end + 1) {
  verdicts.push(verdict(bodies.subarray(start, end)));
}
console.log(JSON.stringify(verdicts));
