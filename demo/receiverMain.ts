import { createReceiver } from './receiver';

createReceiver(console.log).listen(Number(process.env['RECEIVER_PORT'] ?? 9465), '0.0.0.0');
