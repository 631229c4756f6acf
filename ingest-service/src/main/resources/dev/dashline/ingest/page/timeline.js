import {html, nothing} from './vendor/lit-3.3.3.js';
import {PageElement} from './element.js';
import {clock, count, now, span, time, workerName} from './format.js';

/** A run shorter than this on the screen could not be seen, nor pressed. */
const LEAST_PERCENT = 0.35;

/**
 * The tries of a video's tasks over the workers that ran them: a row for each slot, time from left to right. A try that
 * failed, or was lost with its worker, stands beside the one that came after it.
 */
class Timeline extends PageElement {
  static properties = {tasks: {attribute: false}, running: {type: Boolean, attribute: false}, chosen: {state: true}};

  constructor() {
    super();
    this.tasks = [];
    this.chosen = null;
  }

  render() {
    const runs = this.tasks.filter(each => each.startedAt).map(each => ({
      ...each,
      from: time(each.startedAt),
      until: each.endedAt ? time(each.endedAt) : now(),
    }));
    if (runs.length === 0) {
      return html`<p class="quiet">${this.running ? 'No worker has begun with it yet.'
        : 'What ran where is not kept of this video.'}</p>`;
    }
    const from = Math.min(...runs.map(each => each.from));
    const until = Math.max(...runs.map(each => each.until), from + 1_000);
    const lanes = byWorker(runs);
    const again = runs.filter(each => each.epoch > 1).length;
    const amiss = runs.filter(each => ['failed', 'lost'].includes(each.state)).length;
    return html`
      <p class="quiet">${count(runs.length, 'run')} of ${count(new Set(runs.map(each => each.task)).size, 'task')}
        on ${count(lanes.length, 'worker')} in ${span(until - from)}${
          again > 0 ? html`, ${again} of them again` : nothing}${
          amiss > 0 ? html`, <span class="bad">${amiss} not to the end</span>` : nothing}</p>
      <div class="lanes" role="list" aria-label="Workers">
        ${lanes.map(({worker, rows}) => html`
          <div class="lane" role="listitem">
            <span class="lane-name" title=${worker}>${workerName(worker)}</span>
            <div class="tracks">${rows.map(row => html`<div class="track">${row.map(run =>
              this.#run(run, from, until))}</div>`)}</div>
          </div>`)}
      </div>
      <div class="scale" aria-hidden="true"><span>${clock(from)}</span><span>${clock(until)}</span></div>
      ${this.chosen ? this.#detail(this.chosen) : nothing}`;
  }

  #run(run, from, until) {
    const left = (run.from - from) / (until - from) * 100;
    const width = Math.max((run.until - run.from) / (until - from) * 100, LEAST_PERCENT);
    const style = `left:${Math.min(left, 100 - width)}%;width:${width}%`;
    return html`<button class="run ${run.state} of-${run.task.split('-')[0]}" .style=${style}
      aria-label="${run.task}, try ${run.epoch}, ${run.state}, ${span(run.until - run.from)}"
      title="${run.task}, try ${run.epoch}: ${run.state}" aria-pressed=${this.chosen?.task === run.task}
      @click=${() => {
        this.chosen = run;
      }}><span>${run.task.replace(/-0*(\d)/g, ' $1')}</span></button>`;
  }

  /** All tries of the task that was chosen, so that a retry is seen beside what it makes good. */
  #detail(chosen) {
    const tries = this.tasks.filter(each => each.task === chosen.task)
      .sort((one, other) => one.epoch - other.epoch);
    return html`<div class="detail"><h3>${chosen.task}</h3><ol>${tries.map(each => html`
      <li class=${each.state}><strong>Try ${each.epoch}: ${each.state}</strong> at ${workerName(each.worker)}${
        each.issuedAt && each.startedAt ? html`, waited ${span(time(each.startedAt) - time(each.issuedAt))}`
          : nothing}${each.startedAt
          ? html`, ran ${span((each.endedAt ? time(each.endedAt) : now()) - time(each.startedAt))}` : nothing}
        ${each.code ? html`<br><code>${each.code}</code> ${each.message}` : nothing}</li>`)}</ol></div>`;
  }
}

/** The runs of each worker in as few rows as have no two at the same time. */
function byWorker(runs) {
  const lanes = new Map();
  for (const run of [...runs].sort((one, other) => one.from - other.from)) {
    const rows = lanes.get(run.worker) ?? [];
    lanes.set(run.worker, rows);
    const free = rows.find(row => row[row.length - 1].until <= run.from + 50);
    if (free) {
      free.push(run);
    } else {
      rows.push([run]);
    }
  }
  return [...lanes].map(([worker, rows]) => ({worker, rows}));
}

customElements.define('dl-timeline', Timeline);
