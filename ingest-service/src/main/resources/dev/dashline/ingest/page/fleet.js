import {html, nothing} from './vendor/lit-3.3.3.js';
import {call, callIfThere, repeatedly} from './api.js';
import {PageElement, say} from './element.js';
import {ago, count, now, percent, span, time} from './format.js';
import {bar, empty, refused, waiting} from './parts.js';

/** So long after its last heartbeat a worker counts as lost: heartbeats come every second, and are read as often. */
const SILENT_MILLIS = 5_000;

/** The encoder processes: what each has of slots, and what it does. */
class Fleet extends PageElement {
  static properties = {workers: {state: true}, refusal: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.untilGone(repeatedly(async () => {
      try {
        this.workers = (await callIfThere('/fleet'))?.workers ?? [];
        this.refusal = null;
      } catch (refusal) {
        this.refusal = refusal;
      }
    }, 1_000));
  }

  render() {
    const workers = this.workers ?? [];
    const slots = workers.reduce((sum, each) => sum + each.slots, 0);
    return html`
      <header class="bar-top"><h1>Fleet</h1><span class="quiet" role="status">${
        workers.length > 0 ? html`${count(workers.length, 'worker')}, ${count(slots, 'slot')}`
          : nothing}</span></header>
      ${refused(this.refusal)}
      ${!this.workers ? this.refusal ? nothing : waiting
        : workers.length === 0 ? empty('No encoder is here', html`Start one: <code>dashline run encoder</code>.
            Videos wait meanwhile.`)
          : html`<div class="workers">${workers.map(each => this.#worker(each))}</div>`}`;
  }

  #worker(worker) {
    const silent = now() - time(worker.heardAt) > SILENT_MILLIS;
    const tasks = worker.tasks ?? [];
    return html`<section class="card worker ${silent ? 'silent' : ''}">
      <h2>${worker.host ?? worker.id}</h2>
      <p class="quiet break">${worker.id}</p>
      <p>${silent ? html`<span class="chip failed">Silent</span>`
        : worker.putAside ? html`<span class="chip failed">Put aside</span>`
          : worker.draining ? html`<span class="chip unpublished">Draining</span>`
            : html`<span class="chip published">Takes tasks</span>`}
        <span class="quiet">heard ${ago(time(worker.heardAt))}</span></p>
      <dl class="facts">
        <dt>Version</dt><dd>${worker.version}</dd>
        ${worker.cell > 1 ? html`<dt>Cell</dt><dd>${worker.cell}</dd>` : nothing}
        ${worker.videoEncoders?.length ? html`<dt>Encoders</dt><dd>${worker.videoEncoders.join(', ')}</dd>` : nothing}
      </dl>
      <div class="slots" role="img" aria-label="${tasks.length} of ${worker.slots} slots busy">${
        [...Array(Math.max(worker.slots, tasks.length)).keys()].map(index => html`
          <span class=${index < tasks.length ? 'busy' : ''}></span>`)}</div>
      ${tasks.length === 0 ? html`<p class="quiet">Idle</p>` : html`<ul class="tasks">${tasks.map(task => html`
        <li>${task.video
          ? html`<a href="#/videos/${encodeURIComponent(task.video)}">${task.task}</a>`
          : html`<span>${task.kind}</span>`}
          <span class="quiet">${span(now() - time(task.startedAt))}</span>
          ${Number.isFinite(task.progress) ? html`${bar(task.progress, task.task)}
            <span class="number">${percent(task.progress)}</span>` : nothing}</li>`)}</ul>`}
      ${silent ? nothing : this.#order(worker)}
    </section>`;
  }

  #order(worker) {
    const path = `/fleet/${encodeURIComponent(worker.id)}/drain`;
    const give = (method, told) => this.#give(worker, method, path, told);
    return worker.draining
      ? html`<button ?disabled=${this.busy === worker.id}
          @click=${() => give('DELETE', 'It takes tasks again.')}>Take tasks again</button>`
      : html`<button ?disabled=${this.busy === worker.id}
          @click=${() => give('POST', 'It ends its tasks and takes no further ones.')}>Drain</button>`;
  }

  async #give(worker, method, path, told) {
    this.busy = worker.id;
    try {
      await call(method, path);
      say(told);
    } catch (refusal) {
      say(refusal.sentence, 'bad');
    } finally {
      this.busy = null;
    }
  }
}

customElements.define('dl-fleet', Fleet);
