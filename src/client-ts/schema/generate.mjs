import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import openapiTypes, { astToString } from 'openapi-typescript';

const document = new URL('../sdk/openapi.json', import.meta.url);
const types = new URL('../sdk/src/api/schema.ts', import.meta.url);

const nodes = await openapiTypes(document, { immutable: true, alphabetize: true, silent: true });
const text = `// Made from openapi.json by \`npm run schema\`; not to be edited.\n\n${astToString(nodes)}`;
// Unchanged types keep their time, so that nothing is built anew for them.
if (!existsSync(types) || readFileSync(types, 'utf8') !== text) writeFileSync(types, text);
