import type { Backend } from '../backend';
import { encodeFrame } from '../frames/arrow';
import { answerQueries, type QueryAnswer } from '../query/answerQueries';
import type { RpcCall } from './call';
import {
  DataFrameFormat,
  type DataResponse,
  type QueryChunkedDataRequest,
  type QueryChunkedDataResponse,
  type QueryDataRequest,
  type QueryDataResponse,
} from './generated/backend';

function encode(refId: string, answer: QueryAnswer): DataResponse {
  const empty = { jsonMeta: Buffer.alloc(0), format: DataFrameFormat.ARROW };
  return answer.ok
    ? {
        ...empty,
        frames: answer.frames.map((frame) => encodeFrame(frame, refId)),
        error: '',
        status: 200,
        errorSource: '',
      }
    : {
        ...empty,
        frames: [],
        error: answer.error.message,
        status: answer.error.status,
        errorSource: answer.error.source,
      };
}

/** Each query of the request has an answer of its own: one that fails leaves the others whole. */
export async function queryData(
  backend: Backend,
  request: QueryDataRequest,
  call: RpcCall
): Promise<QueryDataResponse> {
  const answers = await answerQueries(backend, request, call);
  return { responses: Object.fromEntries([...answers].map(([refId, answer]) => [refId, encode(refId, answer)])) };
}

/** The same answers, a message a frame. No Grafana so far calls it. */
export async function queryChunkedData(
  backend: Backend,
  request: QueryChunkedDataRequest,
  call: RpcCall,
  write: (response: QueryChunkedDataResponse) => void
): Promise<void> {
  const { responses } = await queryData(backend, request, call);
  for (const [refId, { frames, ...rest }] of Object.entries(responses)) {
    const chunks = frames.length > 0 ? frames : [Buffer.alloc(0)];
    chunks.forEach((frame, i) => write({ refId, frameId: `${refId}-${i}`, frame, ...rest }));
  }
}
