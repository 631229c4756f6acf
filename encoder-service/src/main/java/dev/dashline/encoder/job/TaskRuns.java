package dev.dashline.encoder.job;

import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.RecordedRun;
import dev.dashline.events.encoder.RunState;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.schemas.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps book of the runs of a task at workers. That is for people to look at: nothing is decided by it. Pure. */
final class TaskRuns implements ResultVisitor<TaskState> {

    /** The last runs of a task are kept, so that one which workers give back again and again stays small. */
    static final int MOST = 8;

    private final TaskState task;
    private final EncoderTaskResult result;
    private final String process;

    private TaskRuns(TaskState task, EncoderTaskResult result) {
        this.task = task;
        this.result = result;
        this.process = TaskRetries.process(result.getWorker());
    }

    /** The task with what a result says of the run that it is about. */
    static TaskState noted(TaskState task, EncoderTaskResult result) {
        return ResultVisitor.visit(result, new TaskRuns(task, result));
    }

    /** The newest run of a try at a worker process. */
    static Optional<RecordedRun> find(TaskState task, int epoch, String process) {
        return task.getRuns().stream()
                .filter(run -> run.getEpoch() == epoch && run.getWorker().equals(process))
                .reduce((earlier, later) -> later);
    }

    @Override
    public TaskState begun() {
        if (task.getRuns().stream().anyMatch(run -> isOpen(run) && isMeant(run))) {
            return task; // told twice
        }
        List<RecordedRun> runs = new ArrayList<>(task.getRuns());
        runs.add(RecordedRun.newBuilder()
                .setEpoch(result.getEpoch())
                .setWorker(process)
                .setState(RunState.RUNNING)
                .setIssuedAt(result.getIssuedAt().orElse(result.getAt()))
                .setStartedAt(result.getAt())
                .setEndedAt(result.getAt())
                .build());
        return with(runs.subList(Math.max(0, runs.size() - MOST), runs.size()));
    }

    @Override
    public TaskState left() {
        return with(runs(run -> isOpen(run) && isMeant(run) ? ended(run, RunState.LEFT, null) : run));
    }

    @Override
    public TaskState lost(TaskLost lost) {
        String code = FailureCode.WORKER_LOST.name();
        return with(runs(run -> isOpen(run) && isOfTry(run) ? ended(run, RunState.LOST, code) : run));
    }

    @Override
    public TaskState slow() {
        return task;
    }

    @Override
    public TaskState analyzed(Analyzed analyzed) {
        return done();
    }

    @Override
    public TaskState transcoded(Transcoded transcoded) {
        return done();
    }

    @Override
    public TaskState packaged(Packaged packaged) {
        return done();
    }

    @Override
    public TaskState failed(TaskFailed failed) {
        String code = failed.getFailure().getCode();
        return with(runs(run -> isOpen(run) && isMeant(run) ? ended(run, RunState.FAILED, code) : run));
    }

    /** A run that was given up may be done all the same; whatever else runs has come too late. */
    private TaskState done() {
        return with(runs(run -> {
            if (isMeant(run)) {
                return ended(run, RunState.DONE, null);
            }
            return isOpen(run) ? ended(run, RunState.OVERTAKEN, null) : run;
        }));
    }

    private boolean isMeant(RecordedRun run) {
        return isOfTry(run) && run.getWorker().equals(process);
    }

    private boolean isOfTry(RecordedRun run) {
        return run.getEpoch() == result.getEpoch();
    }

    private static boolean isOpen(RecordedRun run) {
        return run.getState() == RunState.RUNNING;
    }

    private RecordedRun ended(RecordedRun run, RunState state, @Nullable String code) {
        return RecordedRun.newBuilder(run)
                .setState(state)
                .setEndedAt(result.getAt())
                .setCode(code)
                .build();
    }

    private List<RecordedRun> runs(UnaryOperator<RecordedRun> change) {
        return task.getRuns().stream().map(change).toList();
    }

    private TaskState with(List<RecordedRun> runs) {
        return TaskState.newBuilder(task).setRuns(List.copyOf(runs)).build();
    }
}
