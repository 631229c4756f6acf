package dev.dashline.publisher.pool;

/** When publishers are started. */
public enum PoolStrategy {

    /** When a video is encoded: the least that is ever started, and the latest. */
    COLD {
        @Override
        int wanted(PoolDemand demand) {
            return demand.waiting();
        }
    },

    /** When a video begins to be encoded. */
    PARALLEL {
        @Override
        int wanted(PoolDemand demand) {
            return demand.waiting() + demand.encoding();
        }
    },

    /**
     * Before it is known what for. By Little's law as many videos are requested during one start-up as arrivals times start-up time; that
     * many are kept in stock beside one for each that is known, with two standard deviations of a Poisson count on top.
     */
    WARM {
        @Override
        int wanted(PoolDemand demand) {
            double arriving = demand.arrivalsPerSecond() * demand.startUp().toMillis() / 1000.0;
            int stock = (int) Math.ceil(arriving + 2 * Math.sqrt(arriving));
            return demand.waiting() + demand.encoding() + demand.requested() + stock;
        }
    };

    /** How many publishers should be starting or warm. */
    abstract int wanted(PoolDemand demand);
}
