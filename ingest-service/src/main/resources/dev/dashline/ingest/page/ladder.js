import uPlot from './vendor/uplot-1.6.32.js';
import {bitrate} from './format.js';
import {Plot} from './plot.js';

/** The ladder of a video: what each rung takes on average, and where it is most demanding. */
class Ladder extends Plot {
  static properties = {renditions: {attribute: false}};

  #rungs() {
    return (this.renditions || []).filter(each => each.kind === 'video').sort((a, b) => a.height - b.height);
  }

  data() {
    const rungs = this.#rungs();
    return rungs.length > 0
      ? [rungs.map((_, index) => index), rungs.map(each => each.bandwidth), rungs.map(each => each.averageBandwidth)]
      : null;
  }

  options() {
    const rungs = this.#rungs();
    const bars = (label, colour, size) => ({label, fill: this.colour(colour), stroke: this.colour(colour), width: 0,
      points: {show: false}, paths: uPlot.paths.bars({size: [size, 64], radius: 0.15})});
    return {
      legend: {show: true, live: false},
      cursor: {show: false},
      scales: {x: {time: false, range: () => [-0.6, rungs.length - 0.4]}, y: {range: (_, __, max) => [0, max * 1.1]}},
      axes: [
        this.axis({grid: {show: false}, splits: () => rungs.map((_, index) => index),
          values: () => rungs.map(each => `${each.height}p`)}),
        this.axis({size: 76, values: (_, values) => values.map(bitrate)}),
      ],
      series: [{}, bars('Peak', 'peak', 0.7), bars('Average', 'accent', 0.4)],
    };
  }
}

customElements.define('dl-ladder', Ladder);
