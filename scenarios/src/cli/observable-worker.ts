/** Entry of the thread that reckons observable-from. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ObservableRun, observableFrom } from '../referee/observable.js';

/** Faults of a run that are to be searched. */
export interface ObservableTask {
  readonly ids: readonly string[];
  readonly run: ObservableRun;
}

const task = workerData as ObservableTask;
parentPort?.postMessage(new Map(task.ids.map((id) => [id, observableFrom(task.run, id)])));
