import {html, nothing} from './vendor/lit-3.3.3.js';
import {callIfThere, repeatedly} from './api.js';
import {PageElement} from './element.js';
import {ago, clock, now, span, time} from './format.js';
import {refused, waiting} from './parts.js';
import {Plot} from './plot.js';

/** So much of the past the plot shows, at one value a second. */
const KEPT = 600;

/** Why a video does not have its turn when it is due. */
const TURNS = {
  'at-risk': 'behind all others with a deadline: not all can be in time',
  behind: 'behind all others, or some with a deadline would be late',
  held: 'not begun yet: it could not end in time',
};

/** A plot of less time than this would be all ticks. */
const LEAST_SECONDS = 60;

/** The backlog since this page was opened, in seconds of work for one slot. */
class BacklogPlot extends Plot {
  static properties = {samples: {attribute: false}};

  get plotHeight() {
    return 160;
  }

  data() {
    return this.samples?.length > 1
      ? [this.samples.map(each => each.at / 1000), this.samples.map(each => each.work)] : null;
  }

  options() {
    return {
      legend: {show: false},
      cursor: {show: false},
      scales: {x: {range: (_, min, max) => [Math.min(min, max - LEAST_SECONDS), max]},
        y: {range: (_, __, max) => [0, Math.max(max * 1.1, 10)]}},
      axes: [this.axis({space: 90, values: (_, values) => values.map(each => clock(each * 1000).slice(-8))}),
        this.axis({size: 70, values: (_, values) => values.map(each => span(each * 1000))})],
      series: [{}, {label: 'Work', stroke: this.colour('accent'), fill: this.colour('accent-soft'), width: 2,
        points: {show: false}}],
    };
  }
}

/** What waits for encoders, the most urgent first, and what that comes to. */
class Queue extends PageElement {
  static properties = {queue: {state: true}, refusal: {state: true}, samples: {state: true}};

  constructor() {
    super();
    this.samples = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.untilGone(repeatedly(async () => {
      try {
        this.queue = await callIfThere('/queue') ?? {};
        this.samples = [...this.samples, {at: now(), work: this.queue.workSeconds ?? 0}].slice(-KEPT);
        this.refusal = null;
      } catch (refusal) {
        this.refusal = refusal;
      }
    }, 1_000));
  }

  render() {
    return html`
      <header class="bar-top"><h1>Queue</h1></header>
      ${refused(this.refusal)}
      ${!this.queue ? this.refusal ? nothing : waiting : this.#whole(this.queue)}`;
  }

  #whole(queue) {
    const figure = (value, name, tone = '') => html`<div class="figure ${tone}"><strong>${value}</strong>
      <span>${name}</span></div>`;
    const videos = queue.videos ?? [];
    return html`
      <div class="figures">
        ${figure(queue.waiting ?? 0, 'tasks wait')}
        ${figure(queue.running ?? 0, 'tasks run')}
        ${figure(`${queue.slotsBusy ?? 0} / ${(queue.slotsBusy ?? 0) + (queue.slotsFree ?? 0)}`, 'slots busy')}
        ${figure(span((queue.workSeconds ?? 0) * 1000), 'of work for one slot')}
        ${figure(span((queue.drainSeconds ?? NaN) * 1000), 'until all is done')}
        ${figure(queue.predictedLate ?? 0, 'predicted late', queue.predictedLate > 0 ? 'bad' : '')}
      </div>
      <section class="card"><h2>Backlog, seconds of work for one slot</h2>
        <dl-backlog-plot .samples=${this.samples}></dl-backlog-plot></section>
      ${videos.length === 0 ? html`<p class="quiet">No video waits or is being encoded.</p>`
        : html`<section class="card"><h2>Videos, the most urgent first</h2><div class="table"><table>
            <thead><tr><th class="right">#</th><th>Video</th><th>Why there</th><th class="wide">Tasks</th>
              <th class="right wide">Work left</th><th>Encoded</th><th class="wide">Requested</th></tr></thead>
            <tbody>${videos.map(video => this.#row(video))}</tbody></table></div></section>`}`;
  }

  #row(video) {
    const end = time(video.encodedAt);
    return html`<tr>
      <td class="right">${video.position}</td>
      <td><a href="#/videos/${encodeURIComponent(video.id)}">${video.title}</a></td>
      <td>${this.#why(video)}</td>
      <td class="wide">${video.running > 0 ? html`${video.running} ${video.running === 1 ? 'runs' : 'run'}` : nothing}${
        video.running > 0 && video.waiting > 0 ? ', ' : nothing}${
        video.waiting > 0 ? html`${video.waiting} ${video.waiting === 1 ? 'waits' : 'wait'}` : nothing}</td>
      <td class="right wide">${span(video.workSeconds * 1000)}</td>
      <td>${Number.isFinite(end) ? html`in ${span(Math.max(0, end - now()))}` : '–'}${
        video.late ? html` <span class="chip failed">late</span>` : nothing}</td>
      <td class="wide">${ago(time(video.requestedAt))}</td></tr>`;
  }

  #why(video) {
    const due = time(video.dueAt);
    const left = span(Math.abs(due - now()));
    const when = video.hasDeadline
      ? due < now() ? html`its deadline was ${left} ago` : html`its deadline is in ${left}`
      : html`${video.priority} priority: due ${due < now() ? html`since ${left}` : html`in ${left}`}`;
    return html`${when}${TURNS[video.turn] ? html`<br><span class="quiet">${TURNS[video.turn]}</span>` : nothing}`;
  }
}

customElements.define('dl-backlog-plot', BacklogPlot);
customElements.define('dl-queue', Queue);
