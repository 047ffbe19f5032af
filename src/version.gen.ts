/** Version of this package; made by scripts/generate-version.ts from package.json. */
export const version = '0.1.0';
