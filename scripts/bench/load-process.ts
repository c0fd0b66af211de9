// The other end of the load generator: starts it and hands it one task at a time.
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Answer, Task } from './load.ts'

export class LoadProcess {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, 'load.ts'))

  ask(task: Task): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error('the load generator ended'))
      this.#child.once('exit', gone)
      this.#child.once('message', (message) => {
        this.#child.off('exit', gone)
        const { answer, fault } = message as { answer?: Answer; fault?: string }
        if (answer) resolve(answer)
        else reject(new Error(fault))
      })
      this.#child.send(task)
    })
  }

  stop() {
    this.#child.kill()
  }
}
