package dev.dashline.systemtests.deploy;

import static dev.dashline.systemtests.deploy.Dashboard.panel;

import dev.dashline.systemtests.deploy.Dashboard.Query;
import java.util.List;

/** The dashboards of a deployment, as queries. A test writes Grafana's files of them and tries each query. */
final class Dashboards {

    private static final Dashboard OVERVIEW = new Dashboard(
            "overview",
            "Dashline: overview",
            List.of(
                    panel(
                            "Videos a minute",
                            "short",
                            new Query("accepted", "60 * sum(rate(dashline_ingest_accepted_total[5m]))"),
                            new Query("published", "60 * sum(rate(dashline_published_total[5m]))"),
                            new Query("failed", "60 * sum(rate(dashline_failed_total[5m]))")),
                    panel(
                            "Slots",
                            "short",
                            new Query("all", "sum(dashline_encoder_slots)"),
                            new Query("busy", "sum(dashline_encoder_slots_busy)")),
                    panel(
                            "Work that waits and runs, of one slot",
                            "s",
                            "{{topic}}",
                            "max by (topic) (dashline_backlog_work_seconds)"),
                    panel(
                            "Time until all of it is done",
                            "s",
                            "{{topic}}",
                            "max by (topic) (dashline_backlog_drain_seconds)"),
                    panel(
                            "Oldest that waits",
                            "s",
                            "{{group}} {{topic}}",
                            "max by (group, topic) (dashline_backlog_oldest_seconds)"),
                    panel("Videos predicted to be late", "short", "videos", "max(dashline_backlog_predicted_late)"),
                    panel(
                            "Parts that cannot work",
                            "short",
                            "{{job}} {{part}}",
                            "count by (job, part) (dashline_part_ready == 0)"),
                    panel("Processes", "short", "{{job}}", "sum by (job) (up)")));

    private static final Dashboard PATH = new Dashboard(
            "path",
            "Dashline: the path of a video",
            List.of(
                    panel(
                            "1. Request, 95 of 100 answered within",
                            "s",
                            "{{route}}",
                            "histogram_quantile(0.95, sum by (le, route)"
                                    + " (rate(dashline_ingest_http_seconds_bucket[5m])))"),
                    panel(
                            "2. Decisions that wait",
                            "short",
                            "{{group}} {{topic}}",
                            "max by (group, topic) (dashline_backlog_waiting{group=~\".+-service\"})"),
                    panel(
                            "3. Tasks that wait",
                            "short",
                            "{{topic}}",
                            "max by (topic) (dashline_backlog_waiting{group!~\".+-service\"})"),
                    panel(
                            "4. Tasks that run",
                            "short",
                            "{{topic}}",
                            "max by (topic) (dashline_backlog_running{group!~\".+-service\"})"),
                    panel(
                            "5. Tasks, 95 of 100 done within",
                            "s",
                            "{{kind}}",
                            "histogram_quantile(0.95, sum by (le, kind)"
                                    + " (rate(dashline_encoder_tasks_seconds_bucket{outcome=\"done\"}[15m])))"),
                    panel("6. Wait for a publisher", "short", "videos", "sum(dashline_publications_waiting)"),
                    panel(
                            "7. Time left when public, on average",
                            "s",
                            "margin",
                            "sum(rate(dashline_publication_margin_seconds_sum[15m]))"
                                    + " / sum(rate(dashline_publication_margin_seconds_count[15m]))"),
                    panel("8. Public, a minute", "short", "videos", "60 * sum(rate(dashline_published_total[5m]))")));

    private static final Dashboard FLEET = new Dashboard(
            "fleet",
            "Dashline: fleet",
            List.of(
                    panel("Slots", "short", "{{instance}}", "sum by (instance) (dashline_encoder_slots)"),
                    panel("Busy slots", "short", "{{instance}}", "sum by (instance) (dashline_encoder_slots_busy)"),
                    panel(
                            "Tasks a minute",
                            "short",
                            "{{kind}} {{outcome}}",
                            "60 * sum by (kind, outcome) (rate(dashline_encoder_tasks_seconds_count[5m]))"),
                    panel(
                            "Speed: seconds of video or sound in a second of a slot",
                            "short",
                            "{{kind}}",
                            "sum by (kind) (rate(dashline_encoder_media_seconds_total{kind=~\"video|audio\"}[15m]))"
                                    + " / sum by (kind)"
                                    + " (rate(dashline_encoder_tasks_seconds_sum{kind=~\"video|audio\"}[15m]))"),
                    panel(
                            "Tasks begun once more, an hour",
                            "short",
                            "{{kind}}",
                            "sum by (kind) (increase(dashline_encoder_repeats_total[1h]))"),
                    panel("Tasks lost, an hour", "short", "tasks", "sum(increase(dashline_encoder_losses_total[1h]))"),
                    panel(
                            "Room on disks",
                            "percentunit",
                            "{{instance}} {{use}}",
                            "dashline_disk_free_bytes / dashline_disk_size_bytes"),
                    panel(
                            "Publishers",
                            "short",
                            new Query("starting", "sum(dashline_publishers_starting)"),
                            new Query("ready", "sum(dashline_publishers_warm)"),
                            new Query("at work", "sum(dashline_publishers_busy)"))));

    private static final Dashboard COSTS = new Dashboard(
            "costs",
            "Dashline: what customers cost",
            List.of(
                    panel(
                            "Processor seconds of FFmpeg, a day",
                            "s",
                            "{{payer}}",
                            "sum by (payer) (increase(dashline_cost_processor_seconds_total[1d]))"),
                    panel(
                            "Bytes stored, a day",
                            "bytes",
                            "{{payer}}",
                            "sum by (payer) (increase(dashline_cost_stored_bytes_total[1d]))"),
                    panel(
                            "Processors at work for each",
                            "short",
                            "{{payer}}",
                            "sum by (payer) (rate(dashline_cost_processor_seconds_total[15m]))"),
                    panel(
                            "Part of all",
                            "percentunit",
                            "{{payer}}",
                            "sum by (payer) (increase(dashline_cost_processor_seconds_total[1d]))"
                                    + " / scalar(sum(increase(dashline_cost_processor_seconds_total[1d])))")));

    private static final Dashboard DEADLINES = new Dashboard(
            "deadlines",
            "Dashline: deadlines",
            List.of(
                    panel(
                            "Missed, an hour",
                            "short",
                            "videos",
                            "sum(increase(dashline_failed_total{code=\"DEADLINE_EXCEEDED\"}[1h]))"),
                    panel("Predicted to be late", "short", "videos", "max(dashline_backlog_predicted_late)"),
                    panel(
                            "Why, an hour",
                            "short",
                            new Query(
                                    "encoding takes too long",
                                    "sum(increase(dashline_encodings_predicted_late_total[1h]))"),
                            new Query("no publisher", "sum(increase(dashline_publications_predicted_late_total[1h]))")),
                    panel(
                            "Time left when public: one in 20 has less",
                            "s",
                            "margin",
                            "histogram_quantile(0.05, sum by (le)"
                                    + " (rate(dashline_publication_margin_seconds_bucket[1h])))")));

    private static final Dashboard FAILURES = new Dashboard(
            "failures",
            "Dashline: failures",
            List.of(
                    panel(
                            "Failed, an hour",
                            "short",
                            "{{code}}",
                            "sum by (code) (increase(dashline_failed_total[1h])) > 0"),
                    panel(
                            "Failed tasks, an hour",
                            "short",
                            "{{outcome}}",
                            "sum by (outcome)"
                                    + " (increase(dashline_encoder_tasks_seconds_count{outcome!~\"done|left\"}[1h]))"),
                    panel(
                            "Requests refused, an hour",
                            "short",
                            "{{reason}}",
                            "sum by (reason) (increase(dashline_ingest_rejected_total[1h]))"),
                    panel(
                            "Dead letters, an hour",
                            "short",
                            "{{topic}}",
                            "sum by (topic) (increase(dashline_dead_letters_total[1h]))"),
                    panel(
                            "Partitions that wait for an upgrade",
                            "short",
                            "{{job}}",
                            "sum by (job) (dashline_partitions_held)"),
                    panel(
                            "Failures of threads, an hour",
                            "short",
                            "{{job}} {{thread}}",
                            "sum by (job, thread) (increase(dashline_thread_failures_total[1h])) > 0")));

    private static final Dashboard STORES = new Dashboard(
            "stores",
            "Dashline: object stores",
            List.of(
                    panel(
                            "Requests a second",
                            "short",
                            "{{job}} {{scheme}} {{operation}}",
                            "sum by (job, scheme, operation) (rate(dashline_store_requests_total[5m]))"),
                    panel(
                            "Not done, a second",
                            "short",
                            "{{job}} {{operation}} {{outcome}}",
                            "sum by (job, operation, outcome)"
                                    + " (rate(dashline_store_requests_total{outcome!=\"done\"}[5m]))"),
                    panel(
                            "Bytes written a second",
                            "bytes",
                            "{{job}} {{scheme}}",
                            "sum by (job, scheme) (rate(dashline_store_written_bytes_total[5m]))")));

    private static final Dashboard KAFKA = new Dashboard(
            "kafka",
            "Dashline: Kafka and Streams",
            List.of(
                    panel(
                            "Oldest decision that waits",
                            "s",
                            "{{group}} {{topic}}",
                            "max by (group, topic) (dashline_backlog_oldest_seconds{group=~\".+-service\"})"),
                    panel(
                            "Stream threads that live",
                            "short",
                            "{{job}}",
                            "sum by (job) (kafka_stream_alive_stream_threads)"),
                    panel(
                            "Longest commit, in ms",
                            "ms",
                            "{{job}}",
                            "max by (job) (kafka_stream_thread_commit_latency_max)"),
                    panel(
                            "Rebalances, an hour",
                            "short",
                            "{{job}}",
                            "sum by (job) (increase(kafka_consumer_coordinator_rebalance_total[1h]))"),
                    panel(
                            "Records that could not be sent, an hour",
                            "short",
                            "{{job}}",
                            "sum by (job) (increase(kafka_producer_record_error_total[1h]))"),
                    panel(
                            "Heap in use",
                            "bytes",
                            "{{job}} {{instance}}",
                            "sum by (job, instance) (jvm_memory_used_bytes{area=\"heap\"})"),
                    panel(
                            "Garbage collection, part of the time",
                            "percentunit",
                            "{{job}} {{instance}}",
                            "sum by (job, instance) (rate(jvm_gc_pause_seconds_sum[5m]))"),
                    panel("Processor, of its machine", "percentunit", "{{instance}}", "process_cpu_usage")));

    static final List<Dashboard> ALL = List.of(OVERVIEW, PATH, FLEET, COSTS, DEADLINES, FAILURES, STORES, KAFKA);

    private Dashboards() {}
}
