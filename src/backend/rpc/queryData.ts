import type { Backend } from '../backend';
import { TidemarkError } from '../errors';
import { encodeFrame } from '../frames/arrow';
import { describeThrown } from '../log';
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

const EMPTY: DataResponse = {
  frames: [],
  jsonMeta: Buffer.alloc(0),
  format: DataFrameFormat.ARROW,
  error: '',
  status: 200,
  errorSource: '',
};

function refusal({ message, status, source }: TidemarkError): DataResponse {
  return { ...EMPTY, error: message, status, errorSource: source };
}

/** A frame that cannot be written is a defect of ours; it must not take the other queries with it. */
export function encode({ log }: Pick<Backend, 'log'>, refId: string, answer: QueryAnswer): DataResponse {
  if (!answer.ok) {
    return refusal(answer.error);
  }
  try {
    return { ...EMPTY, frames: answer.frames.map((frame) => encodeFrame(frame, refId)) };
  } catch (thrown) {
    log.error('an answer could not be written', { refId, ...describeThrown(thrown) });
    return refusal(TidemarkError.from(thrown));
  }
}

/** Each query of the request has an answer of its own: one that fails leaves the others whole. */
export async function queryData(
  backend: Backend,
  request: QueryDataRequest,
  call: RpcCall
): Promise<QueryDataResponse> {
  const answers = await answerQueries(backend, request, call);
  return {
    responses: Object.fromEntries([...answers].map(([refId, answer]) => [refId, encode(backend, refId, answer)])),
  };
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
