package dev.dashline.runtime.kafka;

import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.TopicCopies;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once, when the application runs and so has its changelogs, whether its topics bear the loss of a broker. Sets
 * what it can, and logs what the operator has to do.
 */
final class TopicCheck implements Work {

    private static final Logger log = LoggerFactory.getLogger(TopicCheck.class);

    private final String application;
    private final Supplier<Admin> admins;
    private final CountDownLatch running;

    /**
     * @param admins makes a client, which is closed after use
     * @param running reaches zero when the application runs
     */
    TopicCheck(String application, Supplier<Admin> admins, CountDownLatch running) {
        this.application = application;
        this.admins = admins;
        this.running = running;
    }

    @Override
    public void step() throws InterruptedException {
        running.await();
        try {
            look(admins.get());
        } catch (ExecutionException | KafkaException e) {
            log.atWarn()
                    .addKeyValue("application", application)
                    .setCause(e)
                    .log("cannot make sure that records are on two brokers before they are acknowledged");
        }
    }

    private void look(Admin admin) throws InterruptedException, ExecutionException {
        try {
            if (admin.describeCluster().nodes().get().size() == 1) {
                return; // whoever runs one broker knows that
            }
            TopicCopies copies = new TopicCopies(admin);
            Set<String> topics = copies.ofDashline(List.of(application));
            TopicCopies.advice(copies.secure(topics))
                    .ifPresent(advice -> log.atWarn()
                            .addKeyValue("application", application)
                            .addKeyValue("advice", advice)
                            .log("topics do not bear the loss of a broker"));
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
