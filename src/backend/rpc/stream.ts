import { status } from '@grpc/grpc-js';
import { PublishStreamResponse_Status, SubscribeStreamResponse_Status, type StreamServer } from './generated/backend';

const REASON = 'Tidemark has no live streams: ask for data with a query.';

/** Grafana Live asks every plugin; this one has no channels, and says so in Grafana's own terms. */
export const stream: StreamServer = {
  subscribeStream: (_call, callback) => {
    callback(null, {
      status: SubscribeStreamResponse_Status.NOT_FOUND,
      data: Buffer.from(JSON.stringify({ message: REASON })),
    });
  },
  publishStream: (_call, callback) => {
    callback(null, {
      status: PublishStreamResponse_Status.NOT_FOUND,
      data: Buffer.from(JSON.stringify({ message: REASON })),
    });
  },
  runStream: (call) => {
    call.emit('error', { code: status.UNIMPLEMENTED, details: REASON });
  },
};
