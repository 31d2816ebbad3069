/**
 * The id of a request, made of its place so that it is found again, and the same for all versions that answer it. No slot
 * holds 4,096 requests.
 */
export function requestId(model: string, slot: number, row: number): string {
  return model.slice(0, 1) + (slot * 4096 + row).toString(36);
}

export function predictionId(model: string, slot: number, row: number, version: string): string {
  return `${requestId(model, slot, row)}-${version}`;
}
