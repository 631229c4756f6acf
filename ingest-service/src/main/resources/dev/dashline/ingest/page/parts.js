/** What several views show. */
import {html, nothing} from './vendor/lit-3.3.3.js';
import {hasEnded, now, percent, span, stateName, time} from './format.js';

export const chip = state => html`<span class="chip ${state}">${stateName(state)}</span>`;

/** Nothing here, and what to do about it. */
export const empty = (headline, text) => html`
  <div class="empty"><h2>${headline}</h2><p>${text}</p></div>`;

export const refused = refusal => refusal
  ? html`<p class="alert" role="alert">${refusal.sentence ?? String(refusal)}</p>` : nothing;

export const waiting = html`<p class="quiet" role="status">Loading …</p>`;

/** A bar for how far a video is; `part` from 0 to 1. */
export const bar = (part, label) => html`
  <span class="bar" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100"
    aria-valuenow=${Math.floor(part * 100)}><span .style=${`width:${(part * 100).toFixed(1)}%`}></span></span>`;

/** How far a video is, and how long it will take: `progress` is {doneMs, totalMs, remainingMs}, if known. */
export function progressBar(progress) {
  if (!progress || !progress.totalMs) {
    return nothing;
  }
  const part = Math.min(1, progress.doneMs / progress.totalMs);
  return html`${bar(part, 'Encoded')}<span class="number">${percent(part)}${
    Number.isFinite(progress.remainingMs) ? html` · ${span(progress.remainingMs)} left` : nothing}</span>`;
}

/** A deadline, counting down; what it came to once the video has ended. */
export function deadlineOf(video) {
  const deadline = time(video.deadline);
  if (!Number.isFinite(deadline)) {
    return nothing;
  }
  if (video.state === 'published') {
    const margin = deadline - time(video.publishedAt);
    return html`<span class="margin ${margin >= 0 ? 'good' : 'bad'}">${span(margin)} ${
      margin >= 0 ? 'to spare' : 'late'}</span>`;
  }
  if (hasEnded(video)) {
    return nothing;
  }
  const left = deadline - now();
  return html`<span class="margin ${left < 0 ? 'bad' : left < 60_000 ? 'near' : ''}">${
    left < 0 ? html`${span(left)} overdue` : html`due in ${span(left)}`}</span>`;
}
