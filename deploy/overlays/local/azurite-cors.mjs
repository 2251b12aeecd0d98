// Lets the web client of other origins read and upload images in Azurite, which has no option for it: one signed request, "Set
// Blob Service Properties", repeated until Azurite answers. Runs in Azurite's own image, with nothing but Node.
//
// AZURITE_ENDPOINT http://host:port · AZURITE_ACCOUNTS account:key · AZURITE_CORS_ORIGINS origins with commas
import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

const { AZURITE_ENDPOINT: endpoint, AZURITE_ACCOUNTS: accounts, AZURITE_CORS_ORIGINS: origins } = process.env;
const [account, key] = accounts.split(/:(.*)/s);
const version = '2021-12-02';
const tries = 60;

const body = `<?xml version="1.0" encoding="utf-8"?>
<StorageServiceProperties><Cors><CorsRule><AllowedOrigins>${origins}</AllowedOrigins><AllowedMethods>GET,PUT</AllowedMethods>
<AllowedHeaders>content-type,x-ms-blob-type</AllowedHeaders><ExposedHeaders></ExposedHeaders>
<MaxAgeInSeconds>3600</MaxAgeInSeconds></CorsRule></Cors></StorageServiceProperties>`;

for (let attempt = 1; ; attempt++) {
  try {
    const response = await setProperties();
    if (response.ok) break;
    throw new Error(`Azurite answered ${response.status}: ${await response.text()}`);
  } catch (error) {
    if (attempt === tries) throw error;
    await delay(1_000);
  }
}

function setProperties() {
  const contentType = 'application/xml';
  const headers = { 'x-ms-date': new Date().toUTCString(), 'x-ms-version': version };
  // The scheme "Shared Key" of Azure Storage: the standard headers in their order, the x-ms- headers, the resource.
  const text = [
    'PUT', '', '', Buffer.byteLength(body), '', contentType, '', '', '', '', '', '',
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    // The account's name is there twice: as the account, and as the first part of an emulator's path.
    `/${account}/${account}/`, 'comp:properties', 'restype:service',
  ].join('\n');
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');
  return fetch(`${endpoint}/${account}/?restype=service&comp=properties`, {
    method: 'PUT',
    body,
    headers: { ...headers, 'content-type': contentType, authorization: `SharedKey ${account}:${signature}` },
    signal: AbortSignal.timeout(5_000),
  });
}
