package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Receivers that answer as they like; what each has got, in order. */
final class SimulatedReceivers {
    final Map<Outgoing.Target, Mode> modes = new HashMap<>();
    final List<Request> open = new ArrayList<>();
    /** What each queue's receiver believes to fire. */
    final Map<String, View> views = new HashMap<>();
    final Set<String> received = new HashSet<>();
    final Set<String> refused = new HashSet<>();
    /** Messages whose delivery was answered, in this process. */
    final Set<String> acknowledged = new HashSet<>();
    private final Random random;
    private final SimulatedVerdicts verdicts;

    /** How a receiver behaves. */
    enum Mode { OK, BROKEN, BUSY, ANSWER_LOST, REFUSES }

    /** A request that waits for its answer. */
    record Request(Outgoing outgoing, Consumer<Delivery> done) {}

    /** The state of one group in the eyes of one receiver. */
    static final class View {
        final Outgoing.Target target;
        Set<String> firing = Set.of();
        long lastSequence = -1;
        boolean refusedLast;
        boolean uncertain;
        boolean unordered;

        View(Outgoing.Target target) {
            this.target = target;
        }
    }

    SimulatedReceivers(Random random, SimulatedVerdicts verdicts) {
        this.verdicts = verdicts;
        this.random = random;
    }

    /** Counts up within a queue. */
    private static long sequence(Outgoing out) {
        String id = out.message().id();
        return switch (out.message()) {
            case Notification _ -> Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
            case VerdictMessage verdict -> SimulatedVerdicts.number(verdict.report().id());
        };
    }

    /** A message among all: of a verdict, every queue has one with the same id. */
    static String name(Outgoing out) {
        return out.message() instanceof VerdictMessage ? out.queue() + "/" + out.message().id() : out.message().id();
    }

    View view(Outgoing out) {
        return views.computeIfAbsent(out.queue(), q -> new View(out.target()));
    }

    /** Answers one open request, chosen at random. */
    void answerOne() {
        Request request = open.remove(random.nextInt(open.size()));
        Delivery answer = answer(request);
        if (answer instanceof Delivery.Delivered) {
            acknowledged.add(name(request.outgoing));
        }
        request.done.accept(answer);
    }

    private Delivery answer(Request request) {
        Outgoing out = request.outgoing;
        return switch (modes.getOrDefault(out.target(), Mode.OK)) {
            case OK -> {
                receive(out);
                yield new Delivery.Delivered("ok");
            }
            case BROKEN -> new Delivery.Retry(FailureReason.SERVER_ERROR, "503", 0);
            case BUSY -> new Delivery.Retry(FailureReason.RATE_LIMITED, "429", random.nextInt(30_000));
            case ANSWER_LOST -> {
                receive(out);
                yield new Delivery.Retry(FailureReason.CONTEXT_DEADLINE_EXCEEDED, "timed out", 0);
            }
            case REFUSES -> {
                refused.add(name(out));
                view(out).refusedLast = true;
                yield new Delivery.Failed(FailureReason.CLIENT_ERROR, "404");
            }
        };
    }

    /** The process is killed: requests under way have arrived, or not. */
    void crash() {
        cut(target -> true);
        acknowledged.clear();
    }

    /** Nobody waits for the answers of some targets any more; what was under way has arrived, or not. */
    void cut(Predicate<Outgoing.Target> targets) {
        for (Request request : open) {
            if (targets.test(request.outgoing.target()) && random.nextBoolean()) {
                receive(request.outgoing);
            }
        }
        open.removeIf(request -> targets.test(request.outgoing.target()));
    }

    private void receive(Outgoing out) {
        View view = view(out);
        long sequence = sequence(out);
        boolean belated = out.message() instanceof VerdictMessage verdict && verdicts.isBelated(verdict);
        if (sequence != 0 && !view.unordered && !belated && sequence < view.lastSequence) { // 0: the log was forgotten, and begins again
            throw new AssertionError("out of order: " + name(out) + " after " + view.lastSequence);
        }
        view.lastSequence = sequence;
        view.refusedLast = false;
        view.uncertain = false;
        received.add(name(out));
        switch (out.message()) {
            case Notification alerts -> view.firing = alerts.alerts().stream().filter(NotifiedAlert::firing)
                    .map(NotifiedAlert::fingerprint).collect(Collectors.toSet());
            case VerdictMessage verdict -> verdicts.receive(out, verdict);
        }
    }
}
