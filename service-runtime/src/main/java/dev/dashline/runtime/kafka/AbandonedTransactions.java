package dev.dashline.runtime.kafka;

import dev.dashline.runtime.threads.Work;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions that dead processes of a Streams application left open. Nobody reads what follows an open
 * transaction, and nobody can restore the stores that it wrote to. The brokers end it, too, but only 10 to 20 seconds
 * later, which is more than a deadline can wait for.
 *
 * <p>A process is dead when the application's group has no such member any more. The brokers would refuse its commits
 * then, so nothing that could still succeed is ended here.
 *
 * <p>One thread uses it as {@link Work}; {@link #groupMayHaveChanged} is safe for use by any thread.
 */
final class AbandonedTransactions implements Work {

    private static final Logger log = LoggerFactory.getLogger(AbandonedTransactions.class);
    /** While the application rebalances, a member that is dead already may still count as one. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final String PROCESS = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    /** As Streams names the consumer of a stream thread, if nobody chose a client id: the process, then the thread. */
    private static final Pattern CONSUMER = Pattern.compile("(.+)-StreamThread-(\\d+)-consumer");

    private final String application;
    private final Pattern ownTransactions;
    private final Supplier<Admin> admins;
    private final BooleanSupplier rebalancing;
    private final Semaphore changes = new Semaphore(0);
    private volatile boolean stopping;

    /**
     * @param application the Streams application's id
     * @param admins makes a client, which is closed after use
     * @param rebalancing whether a change of the group is under way
     */
    AbandonedTransactions(String application, Supplier<Admin> admins, BooleanSupplier rebalancing) {
        this.application = application;
        this.ownTransactions = Pattern.compile(Pattern.quote(application) + "-" + PROCESS + "-\\d+");
        this.admins = admins;
        this.rebalancing = rebalancing;
    }

    /** Says that a member may have come or gone. Returns at once. */
    void groupMayHaveChanged() {
        changes.release();
    }

    @Override
    public void step() throws InterruptedException {
        changes.acquire();
        boolean again = !stopping;
        while (again) {
            changes.drainPermits();
            look();
            again = (changes.tryAcquire(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS) || rebalancing.getAsBoolean())
                    && !stopping;
        }
    }

    @Override
    public void wakeUp() {
        stopping = true;
        changes.release();
    }

    private void look() throws InterruptedException {
        try {
            look(admins.get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            failed(cause == null ? e : cause);
        } catch (KafkaException e) { // no client can be made while no broker's name resolves
            failed(e);
        }
    }

    private void look(Admin admin) throws InterruptedException, ExecutionException {
        try {
            endAbandoned(admin);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private void failed(Throwable cause) {
        if (cause instanceof AuthorizationException) {
            log.atWarn()
                    .addKeyValue("application", application)
                    .setCause(cause)
                    .log("not allowed to end the transactions of dead processes, the brokers do it later");
        } else {
            log.atDebug()
                    .addKeyValue("application", application)
                    .setCause(cause)
                    .log("cannot look for transactions of dead processes");
        }
    }

    private void endAbandoned(Admin admin) throws InterruptedException, ExecutionException {
        Set<String> open = openTransactions(admin);
        if (open.isEmpty()) {
            return;
        }
        // Asked for later than the transactions: the owner of each had joined the group before it began.
        open.removeAll(transactionsOfMembers(admin));
        if (!open.isEmpty()) {
            admin.fenceProducers(open, new FenceProducersOptions().timeoutMs(TIMEOUT_MILLIS))
                    .all()
                    .get();
            log.atInfo()
                    .addKeyValue("application", application)
                    .addKeyValue("transactions", open)
                    .log("ended transactions of dead processes");
        }
    }

    private Set<String> openTransactions(Admin admin) throws InterruptedException, ExecutionException {
        ListTransactionsOptions options = new ListTransactionsOptions()
                .filterStates(List.of(TransactionState.ONGOING))
                .timeoutMs(TIMEOUT_MILLIS);
        return admin.listTransactions(options).all().get().stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> ownTransactions.matcher(id).matches())
                .collect(Collectors.toSet());
    }

    private Set<String> transactionsOfMembers(Admin admin) throws InterruptedException, ExecutionException {
        DescribeConsumerGroupsOptions options = new DescribeConsumerGroupsOptions().timeoutMs(TIMEOUT_MILLIS);
        try {
            return admin.describeConsumerGroups(List.of(application), options).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .map(MemberDescription::clientId)
                    .map(CONSUMER::matcher)
                    .filter(Matcher::matches)
                    .map(consumer -> consumer.group(1) + "-" + consumer.group(2))
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Set.of();
            }
            throw e;
        }
    }
}
