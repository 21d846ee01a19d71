/** Entry of the thread that reckons observable-from. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ObservableRun, observableFaults } from '../referee/observable.js';

parentPort?.postMessage(observableFaults(workerData as ObservableRun));
