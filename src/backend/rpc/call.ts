import {
  status,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { TidemarkError } from '../errors';

/** What a call brings beside its message. */
export interface RpcCall {
  /** Aborted when Grafana gives the call up, and when the process is told to stop. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch at which the caller stops waiting; infinite where it did not say. */
  readonly deadline: number;
}

/** The calls under way, so that all can be ended together when the process stops. */
export class CallsUnderWay {
  private readonly controllers = new Set<AbortController>();

  open(call: ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>): RpcCall & { close(): void } {
    const controller = new AbortController();
    this.controllers.add(controller);
    call.once('cancelled', () => {
      controller.abort(new TidemarkError('cancelled', 'Grafana gave this request up before it was answered.'));
    });
    const deadline = call.getDeadline();
    return {
      signal: controller.signal,
      deadline: deadline instanceof Date ? deadline.getTime() : deadline,
      close: () => this.controllers.delete(controller),
    };
  }

  cancelAll(): void {
    for (const controller of this.controllers) {
      controller.abort(new TidemarkError('cancelled', 'The plugin is stopping; ask again in a few seconds.'));
    }
  }
}

export interface Serving {
  readonly calls: CallsUnderWay;
  /** Told when a call has been answered. */
  readonly onEnd: () => void;
  /** Told of what no handler foresaw, for the log. */
  readonly onFailure: (thrown: unknown) => void;
}

/**
 * Handlers answer what they can foresee inside their message; only what nobody foresaw becomes a gRPC error, in words
 * that tell nothing of the inside.
 */
function asServiceError(thrown: unknown, { onFailure }: Serving): Error & { code: status } {
  onFailure(thrown);
  const error = TidemarkError.from(thrown);
  return Object.assign(new Error(error.message), {
    code: error.code === 'cancelled' ? status.CANCELLED : status.INTERNAL,
  });
}

/** Serves one message with one. */
export function unary<Request, Response>(
  serving: Serving,
  handle: (request: Request, call: RpcCall) => Promise<Response>
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const opened = serving.calls.open(call);
    handle(call.request, opened)
      .finally(opened.close)
      .then(
        (response) => callback(null, response),
        (thrown: unknown) => callback(asServiceError(thrown, serving))
      )
      .finally(serving.onEnd);
  };
}

/** Serves one message with a stream that `write` fills. */
export function streaming<Request, Response>(
  serving: Serving,
  handle: (request: Request, call: RpcCall, write: (response: Response) => void) => Promise<void>
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    const opened = serving.calls.open(call);
    handle(call.request, opened, (response) => call.write(response))
      .finally(opened.close)
      .then(
        () => call.end(),
        (thrown: unknown) => call.destroy(asServiceError(thrown, serving))
      )
      .finally(serving.onEnd);
  };
}
